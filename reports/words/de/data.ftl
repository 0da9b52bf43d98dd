# Texte, die auf Englisch mit den Daten kommen, nach der Kennung dessen, wovon sie handeln.

data-remedy = { $rule ->
    [ROW-SHAPE] Setzen Sie Felder, die das Trennzeichen enthalten, in Anführungszeichen, und senden Sie die Zeile mit einem Feld je Spalte erneut.
    [ROW-REQUIRED] Füllen Sie die Spalte aus, und senden Sie die Zeile erneut.
    [ROW-CODE] Berichtigen Sie den Code, oder ergänzen Sie ihn unter `values` (offene Spalten: oder `codes`) in der YAML-Datei der Einrichtung.
    [ROW-INSTRUMENT] Ordnen Sie den Namen unter `values.instrument` zu, oder fügen Sie den Fragebogen hinzu (docs/how-to/add-an-instrument.md).
    [ROW-RESPONDENT] Senden Sie als `respondent`, wer den Fragebogen ausgefüllt hat (oder legen Sie es unter `constants` fest), oder berichtigen Sie den Fragebogen.
    [ROW-DATE] Berichtigen Sie das Datum, oder geben Sie das `date_format` der Datei in der YAML-Datei der Einrichtung an.
    [ROW-FUTURE] Berichtigen Sie das Datum; für einen künftigen Termin senden Sie den Status `scheduled`.
    [ROW-NUMBER] Berichtigen Sie die Zahl, oder geben Sie `decimal`, `thousands` oder `null_values` in der YAML-Datei der Einrichtung an.
    [ROW-RANGE] Berichtigen Sie die Zahl; Codes für `nicht erfasst` gehören unter `null_values`.
    [ROW-ITEM-RANGE] Berichtigen Sie die Antwort; Codes für `keine Antwort` gehören unter `items_missing`.
    [ROW-ITEM-COUNT] Prüfen Sie den Namen des Fragebogens, und senden Sie so viele Spalten, wie der Fragebogen Fragen hat.
    [ROW-TOTAL-RANGE] Berichtigen Sie die Summe; Codes für `keine Summe` gehören unter `null_values`.
    [ROW-KEY-COLLISION] Geben Sie einer der beiden an der Quelle eine andere Kennung, und sagen Sie es denen, die Rapport betreuen.
    [ROW-CONFLICT] Eine andere Zeile mit demselben Schlüssel und demselben Exportzeitpunkt enthält andere Antworten. Senden Sie die richtige mit einem späteren Exportzeitpunkt erneut, oder geben Sie jedem Fragebogen eine eigene response_id.
    [ROW-REVIEW] Nennen Sie die response_id des Fragebogens, oder den Fragebogen und den Tag (form_on), an dem er ausgefüllt wurde.
    [FILE-EMPTY] Exportieren Sie die Datei erneut; auch eine Datei ohne Zeilen braucht ihre Kopfzeile.
    [FILE-ENCODING] Speichern Sie sie als UTF-8, oder geben Sie `options.encoding` in der YAML-Datei der Einrichtung an.
    [FILE-HEADER] Schreiben Sie die Namen der Spalten in die erste Zeile, je einen, und exportieren Sie erneut.
    [FILE-DELIMITER] Berichtigen Sie `options.delimiter` in der YAML-Datei der Einrichtung, oder lassen Sie es weg, damit es erkannt wird.
    [FILE-COLUMN-MISSING] Exportieren Sie die Spalte, oder berichtigen Sie `columns` in der YAML-Datei der Einrichtung.
    [FILE-COLUMN-TWICE] Geben Sie jeder Spalte einen eigenen Namen, und exportieren Sie erneut.
    [FILE-NAME-DATE] Benennen Sie die Datei so um, dass sie zu `exported_at_pattern` passt, oder berichtigen Sie das Muster in der YAML-Datei der Einrichtung.
    [FILE-UNREADABLE] Öffnen Sie die Datei in dem Programm, das sie geschrieben hat, und exportieren Sie sie erneut.
    [FILE-SHEET] Nennen Sie das Blatt unter `options.sheet` in der YAML-Datei der Einrichtung.
    [FILE-ARCHIVE] Senden Sie das Archiv erneut, oder die Dateien selbst.
    [FILE-ENCRYPTED] Senden Sie sie ohne Passwort, über eine Verbindung, die selbst verschlüsselt ist.
    [FILE-TOO-LARGE] Teilen Sie sie, und senden Sie die Teile.
    [BATCH-ACCEPTANCE] Nichts davon wurde übernommen. Sagen Sie denen, die Rapport betreuen, welche Prüfung fehlschlug; sie steht im Audit.
    [HOLD-OTHER-CLINIC] Klären Sie, wessen Datei es ist, und legen Sie sie in den Ordner dieser Einrichtung. Entscheiden Sie mit `rapport deliveries`, ob sie freigegeben oder abgelehnt wird.
    [HOLD-IDS] Erbitten Sie alte und neue Kennungen (docs/how-to/a-system-migration.md). Entscheiden Sie mit `rapport deliveries`, ob die Datei freigegeben oder abgelehnt wird.
    [HOLD-WITHDRAWAL] Fragen Sie nach, ob die Zeilen wirklich entfallen sind. Entscheiden Sie mit `rapport deliveries`, ob die Datei freigegeben oder abgelehnt wird.
    [HOLD-LOST-FIELD] Fragen Sie nach, ob der Export das Feld verloren hat. Entscheiden Sie mit `rapport deliveries`, ob die Datei freigegeben oder abgelehnt wird.
   *[other] { $text }
}
data-check = { $check ->
    [ROW-SHAPE] Die Zeile hat mehr oder weniger Felder als die Kopfzeile.
    [ROW-REQUIRED] Eine Pflichtspalte ist leer.
    [ROW-CODE] Ein Code hat in der Zuordnung der Einrichtung keine Bedeutung.
    [ROW-INSTRUMENT] Der Fragebogen ist nicht hinterlegt.
    [ROW-RESPONDENT] Der Fragebogen ist nicht für diese antwortende Person gedacht.
    [ROW-DATE] Ein Datum oder eine Uhrzeit ist nicht lesbar, liegt vor 1900 oder mehr als zwei Jahre in der Zukunft.
    [ROW-FUTURE] Etwas Geschehenes ist mehr als einen Tag nach dem Empfang der Datei datiert.
    [ROW-NUMBER] Eine Zahl ist nicht lesbar, oder nicht ganz, wo sie es sein muss.
    [ROW-RANGE] Eine Zahl liegt außerhalb dessen, was die Spalte fassen kann.
    [ROW-ITEM-RANGE] Eine Antwort ist keine, die der Fragebogen anbietet.
    [ROW-ITEM-COUNT] Es gibt Antworten, aber nicht eine Spalte für jede Frage des Fragebogens.
    [ROW-TOTAL-RANGE] Die angegebene Summe kann der Fragebogen nicht ergeben.
    [ROW-KEY-COLLISION] Zwei Kennungen haben denselben Schlüssel, was nie vorkommen sollte.
    [ROW-REVIEW] Eine Sichtung von Risikoantworten sagt nicht, welcher Fragebogen gesichtet wurde.
    [FILE-EMPTY] Die Datei enthält nichts.
    [FILE-ENCODING] Der Text der Datei ist mit keiner angegebenen oder erkannten Zeichenkodierung lesbar.
    [FILE-HEADER] Eine Kopfzeile ist nicht von den Zeilen zu unterscheiden, oder eine Spalte hat keinen Namen.
    [FILE-DELIMITER] Das angegebene Trennzeichen trennt die Felder nicht.
    [FILE-COLUMN-MISSING] Eine benötigte Spalte fehlt oder kann nicht die gemeinte sein.
    [FILE-COLUMN-TWICE] Eine benötigte Spalte ist doppelt vorhanden.
    [FILE-NAME-DATE] Der Dateiname sagt nicht, wann exportiert wurde, obwohl er es sollte.
    [FILE-UNREADABLE] Das Format der Datei ist nicht lesbar.
    [FILE-SHEET] Die Arbeitsmappe hat kein Blatt oder mehrere, die gemeint sein könnten.
    [FILE-ARCHIVE] Das Archiv lässt sich nicht öffnen, oder es enthält, was kein Export enthält.
    [FILE-ENCRYPTED] Die Datei ist mit einem Passwort geschützt.
    [FILE-TOO-LARGE] Die Datei enthält entpackt mehr als jeder Export.
    [BATCH-ACCEPTANCE] Der Stapel als Ganzes hat nach der Beurteilung seiner Zeilen eine Strukturprüfung nicht bestanden.
    [HOLD-OTHER-CLINIC] Die Datei scheint von einer anderen Einrichtung zu sein.
    [HOLD-IDS] Fast alle Personen oder Behandlungen sind hier unbekannt: Die Kennungen scheinen sich geändert zu haben.
    [HOLD-WITHDRAWAL] Einem vollständigen Abzug fehlt so viel vom vorigen, dass er abgebrochen sein kann.
    [HOLD-LOST-FIELD] Eine sonst gefüllte Spalte ist leer und würde Bekanntes löschen.
    [CONT-CLIENTS] Offene Behandlungen bleiben die derselben Person.
    [CONT-CODES] Die Wörter eines kodierten Feldes behalten ihre üblichen Anteile.
    [CONT-FIELD-BLANK] Kein Feld wird leer, das bisher gefüllt war.
    [CONT-GAP] Mitten in den letzten dreizehn Lieferungen fehlt keine.
    [CONT-KEYING] Umgekehrt gestellte Fragen gehen, einmal umgepolt, mit den übrigen.
    [CONT-PATHWAY] Die Behandlung zu einem Termin wurde geliefert.
    [CONT-SILENT] Die nächste Datei eines Exports kommt, wann sie üblicherweise kommt.
    [CONT-STAFF] Die meisten Behandelnden einer Woche kamen auch im halben Jahr davor vor.
    [CONT-STEPS] Antworten auf einer Linie nutzen ihre Zehntel oder ihre Enden.
    [CONT-THERAPISTS] Offene Behandlungen behalten ihre Therapeutin oder ihren Therapeuten.
    [CONT-VANISHED] Offene Behandlungen werden weiter geliefert oder sind beendet.
    [CONT-VOLUME] Die letzten sieben Tage brachten so viele Zeilen, wie für den Export üblich sind.
    [LAND-INTEGRITY] Jeder übernommene Stapel ist so, wie er übernommen wurde.
    [WH-DECLARED-TOTAL] Die mitgelieferte Summe stimmt mit dem Wert aus den Antworten überein.
    [WH-END-WITHOUT-REASON] Eine beendete Behandlung hat einen erfassten Grund.
    [WH-EXPORT-TIME] Der Exportzeitpunkt einer Datei steht in ihr oder in ihrem Namen.
    [WH-OUTCOME-UNKNOWN] Die Einrichtung sagt, was aus einem vergangenen Termin geworden ist.
    [WH-UNSCORED] Für einen Wert sind genügend Fragen beantwortet.
    [WH-WAITING] Zu jeder Zeile ist auch die Behandlung eingetroffen.
    [every_clinic_was_received] Jede Einrichtung ist eingelesen, und keine Datei wurde zurückgewiesen; sonst fehlt sie in den Zahlen der Woche.
    [every_file_is_claimed] Jede Datei gehört zu einem Export; sonst enthält sie Zeilen, die niemand verbucht.
    [answers_are_not_made_from_a_total] Höchstens einer von fünfzig Fragebögen hat vier oder mehr gleiche Antworten mit Nachkommastellen; mehr sind durch die Zahl der Fragen geteilte Summen.
    [dates_are_recent] Höchstens eine von zwanzig Zeilen ist älter als fünf Jahre; mehr ist ein falsch gelesenes Datum oder ein altes Archiv.
    [delivery_is_accepted] Jede Zeile gehört zu einer übernommenen Lieferung dieses Stapels.
    [end_is_not_before_start] Keine Behandlung endet vor ihrem Beginn.
    [exported_before_received] Keine Zeile wurde angeblich nach ihrem Empfang exportiert.
    [few_rows_are_quarantined] Höchstens eine von zwanzig Zeilen ist zurückgewiesen; mehr ist eine Zuordnung, die nicht mehr passt.
    [forms_are_not_all_at_the_ceiling] Höchstens zwei Drittel der Fragebögen haben durchgehend die höchste Antwort; mehr ist ein Vorgabewert.
    [forms_are_not_all_at_the_floor] Höchstens zwei Drittel der Fragebögen haben durchgehend die niedrigste Antwort; mehr ist ein Vorgabewert.
    [instrument_is_registered] Jeder Fragebogen ist hinterlegt.
    [items_are_answered] Höchstens ein Fünftel der Fragen ist unbeantwortet; mehr ist eine Spalte, die leer bleibt.
    [items_are_complete_lists] Jeder Fragebogen mit Antworten hat einen Eintrag für jede seiner Fragen.
    [items_are_in_range] Jede Antwort liegt im Bereich ihres Fragebogens.
    [key_is_not_negative] Kein Schlüssel ist negativ.
    [landed_rows_are_accounted_for] Es sind so viele Zeilen übernommen, wie die Konten sagen.
    [source_row_is_landed_once] Jeder Datensatz einer Datei ist höchstens einmal übernommen.
    [start_is_not_before_birth] Keine Behandlung beginnt vor der Geburt.
    [start_is_not_before_referral] Keine Behandlung beginnt vor ihrer Anmeldung.
    [times_exist] Keine Uhrzeit liegt in einer Stunde, die die Sommerzeit auslässt; viele heißen, dass die Zeitzone eine andere ist.
    [total_is_in_range] Jede angegebene Summe kann der Fragebogen ergeben.
    [totals_are_whole] Summen ganzzahliger Skalen sind ganz; ein Bruch ist eine hochgerechnete oder ergänzte Summe.
    [is_there] Jede Zeile hat diesen Wert.
    [is_a_known_code] Jedes Wort ist eines, das der Export oder die Einrichtung angibt.
    [assert_a_change_needs_two_scores] Eine Veränderung braucht zwei Werte.
    [assert_attendance_is_null_without_appointment_data] Ohne Termindaten gibt es keine Zahl wahrgenommener Termine.
    [assert_every_episode_is_judged_by_every_definition] Jede Behandlung ist nach jeder Definition beurteilt.
    [assert_every_file_balances] Jedes Dateikonto geht auf.
    [assert_every_form_is_of_a_registered_instrument] Jeder Fragebogen ist hinterlegt.
    [assert_every_instrument_has_at_most_one_main_scale] Jeder Fragebogen hat höchstens eine Hauptskala.
    [assert_few_declared_totals_disagree] Wenige mitgelieferte Summen weichen ab.
    [assert_no_episode_ends_before_it_starts] Keine Behandlung endet vor ihrem Beginn.
    [assert_no_opted_out_client_in_any_mart] Niemand, der widersprochen hat, steht in einem Mart.
    [assert_no_score_without_episode] Kein Wert ohne Behandlung.
    [assert_nothing_has_happened_after_the_week] Nichts ist nach dem Ende der Woche geschehen.
    [assert_retention_counts_add_up] Die Zählungen zu Verbleib und Abbruch gehen auf.
    [assert_scores_stay_within_their_scale] Werte bleiben innerhalb ihrer Skala.
    [assert_session_numbers_have_no_gaps] Die Sitzungsnummern haben keine Lücken.
    [key_is_unique] Keine zwei Zeilen haben denselben Schlüssel.
    [never_exceeds] Kein Teil ist größer als sein Ganzes.
    [parts_sum_to] Die Teile ergeben das Ganze.
    [relationships] Jeder Schlüssel steht auch in der Tabelle, auf die er verweist.
   *[other] { $text }
}
data-refusal = { data-check } Im Wortlaut: „{ $text }“
data-refusal-helps = { $why } Bitte an die Einrichtung: { $what }
data-check-details = { $check } Im Wortlaut: „{ $details }“
data-check-found = { $check } Befund: { $found }.
data-found = { $kind ->
    [silent] nichts seit { $since }, also seit { $days } Tagen; üblich sind { $usual }
    [silent_holidays] nichts seit { $since }, also seit { $days } Tagen, { $holidays } davon Feiertage; üblich sind { $usual }
    [volume] { $rows } Zeilen; üblich sind { $low } bis { $high }, im Mittel { $mean }
    [untaken] nicht übernommen: { $files }
    [unclaimed] zu keinem Export gehört: { $files }
    [gap] zwischen { $since } und { $until } entstand keine Datei
    [blank] { $field }: fehlt in { $now } von { $rows } Zeilen, vorher in { $then } von { $before }
    [words] { $field }: { $now } von { $rows } Zeilen sagen anderes als üblich
    [keying] { $form }: In { $forms } Fragebögen gehen die umgekehrt gestellten Fragen gegen die anderen (r = { $correlation })
   *[steps] { $form }: Alle Antworten von { $forms } Fragebögen sind ganze Zahlen, und keine ist 0
}
data-found-more = und { $more } weitere
data-fields = { $fields } Felder statt { $expected }

# Wie eine Skala heißt: der eigene Kurzname des Fragebogens; wo dessen Teilskalen nur englische Namen haben, bleiben sie.
scale-name = { $scale ->
    [calpas_p] CALPAS-P Mittelwert
    [care] CARE Empathie
    [cms] CMS Mittelwert
    [core_10] CORE-10 Belastung
    [core_om] CORE-OM Belastung
    [core_om_non_risk] CORE-OM ohne Risikofragen
    [core_om_risk] CORE-OM Risikofragen
    [cors] CORS Gesamtwert
    [csq8] CSQ-8 Zufriedenheit
    [csrs] CSRS Gesamtwert
    [gad7] GAD-7 Angst
    [haq_ii] HAq-II Gesamtwert
    [hcs] Erledigung der Hausaufgaben
    [hrs_ii] HRS-II Mittelwert
    [hrs_ii_quantity] HRS-II Umfang
    [icb] ICB Mittelwert
    [k10] K10 Belastung
    [oq_30] OQ-30 Gesamtwert
    [oq_45] OQ-45 Gesamtwert
    [ors_adolescent] ORS Gesamtwert (Jugendliche)
    [ors_adult] ORS Gesamtwert
    [phq9] PHQ-9 Depressivität
    [rri_c] RRI-C Mittelwert
    [srs] SRS Gesamtwert
    [swemwbs] SWEMWBS Wohlbefinden (metrisch)
    [taqs] TAQS Mittelwert
    [tasc_r] TASC-r Gesamtwert
    [tes] TES Mittelwert
    [wai_s] WAI-S Gesamtwert
    [wai_sr] WAI-SR Gesamtwert
    [wai_srt] WAI-SRT Mittelwert
    [who5] WHO-5 Wohlbefinden
    [wsas] WSAS Beeinträchtigung
    [wsas_prorated] WSAS Beeinträchtigung, hochgerechnet ohne die Frage zur Arbeit
    [yp_core] YP-CORE Belastung
    [blri_os40_congruence] { $english }
    [blri_os40_empathy] { $english }
    [blri_os40_regard] { $english }
    [blri_os40_unconditionality] { $english }
    [cmots_amotivation] { $english }
    [cmots_external] { $english }
    [cmots_identified] { $english }
    [cmots_integrated] { $english }
    [cmots_intrinsic] { $english }
    [cmots_introjected] { $english }
    [cms_regulation] { $english }
    [cms_understanding] { $english }
    [core_om_functioning] { $english }
    [core_om_problems] { $english }
    [core_om_wellbeing] { $english }
    [icb_negative] { $english }
    [icb_positive] { $english }
    [oq_45_interpersonal_relations] { $english }
    [oq_45_social_role] { $english }
    [oq_45_symptom_distress] { $english }
    [rri_c_genuineness] { $english }
    [rri_c_realism] { $english }
    [tasc_r_bond] { $english }
    [tasc_r_task] { $english }
    [wai_s_bond] { $english }
    [wai_s_goal] { $english }
    [wai_s_task] { $english }
    [wai_sr_bond] { $english }
    [wai_sr_goal] { $english }
    [wai_sr_task] { $english }
   *[other] { $text }
}

# Warum eine Behandlung abbrechen könnte, das Stärkste zuerst: jeweils ein eigener Satz.
at-risk-last-seen = Zuletzt gesehen am { $day }{ $compared ->
    [yes] , sonst alle { $before } Tage
   *[no] { "" }
}.
at-risk-reason = { $reason ->
    [not_seen] Seit { $value } Tagen nicht gesehen{ $compared ->
        [yes] , sonst alle { $before }
       *[no] { "" }
    }.
    [last_missed] Den letzten Termin versäumt.
    [missed_recently] Versäumte Termine in den letzten sechs Wochen: { $value }.
    [nothing_booked] Kein nächster Termin gebucht.
    [form_missing] Kein Fragebogen seit der letzten Sitzung.
    [alliance_low] Schätzt die Allianz niedriger ein als die meisten: { $scale } { $value }{ $compared ->
        [yes] , zuvor im Mittel { $before }
       *[no] { "" }
    }.
    [alliance_fell] Die Allianz ist gesunken: { $scale } { $value }, in den letzten vier Fragebögen höchstens { $before }.
    [severe_at_start] Mit größerer Belastung begonnen als die meisten: { $scale } { $value }.
    [little_change] Bisher keine deutliche Besserung: { $scale } { $value }, zu Beginn { $before }.
    [distress_rose] Schlechter als beim letzten Mal: { $scale } { $value }, zuvor { $before }.
    [waited_long] Wartete länger als die meisten auf die erste Sitzung: { $value } Tage.
   *[other] { $reason }
}

# Was das Abbruchmodell sieht, und nach welchen Gruppen es geprüft wird.
model-term = { $term ->
    [intercept] Achsenabschnitt
    [therapists] Behandelnde, wie sehr sie sich unterscheiden
    [log_days_since_contact] Tage seit der letzten Sitzung (log)
    [weeks_overdue] Wochen über den üblichen Abstand hinaus
    [is_last_missed] Letzter Termin versäumt
    [missed_recently] In sechs Wochen versäumte Termine
    [missed_share] Anteil versäumter Termine
    [no_next_appointment] Kein nächster Termin
    [form_missing] Fragebogen fehlt
    [alliance] Allianz, letzter Fragebogen
    [alliance_below_best] Allianz unter ihrem letzten Höchststand
    [alliance_below_own] Allianz unter dem eigenen Mittel
    [severity] Belastung zu Beginn
    [improvement] Besserung bisher
    [no_early_change] Keine frühe Veränderung
    [rise] Schlechter als beim letzten Mal
    [log_wait] Wartetage (log)
    [log_sessions] Sitzungen (log)
    [not_begun] Nicht begonnen
    [log_weeks] Wochen seit Beginn (log)
    [progress] Anteil der geplanten Sitzungen
    [log_planned] Geplante Sitzungen (log)
    [previous_episodes] Frühere Behandlungen (log)
    [modality] Form
    [presenting_problem] Anlass
   *[other] { $text }
}
model-group = { $group ->
    [missing] fehlt
    [unknown] unbekannt
    [other] andere
    [main] Hauptsprache
    [female] weiblich
    [male] männlich
    [nonbinary] nichtbinär
    [age-25-to-39] 25 bis 39
    [age-40-to-59] 40 bis 59
    [age-60-and-over] 60 und älter
    [under-25] unter 25
    [seen-in-the-last-14-days] in den letzten 14 Tagen gesehen
    [not-seen-for-longer] länger nicht gesehen
    [in_person] vor Ort
    [video] Video
    [phone] Telefon
    [chat] Chat
   *[other] { $text }
}
model-term-of-group = { $term }: { $group }
