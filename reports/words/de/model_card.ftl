# Die Modellkarte, für alle, die wissen wollen, was hinter einem Abbruchrisiko steht.

card-kicker = { $network }: Modellkarte
card-heading = Risiko des Therapieabbruchs
card-document-title = Modellkarte, Risiko des Therapieabbruchs, { $week }
card-tripod-note = Die Karte folgt den Punkten von TRIPOD für Vorhersagemodelle (Collins et al. 2015, 2024); deren Nummern stehen in Klammern. Alle Zahlen stehen in den Marts risk_models, risk_validation, risk_coefficients, risk_drift, risk_outcomes und risk_actions.
card-ranged = { $value } ({ $lower } bis { $upper })

card-none = Es gibt kein Modell: Die Vorgeschichte ist zu kurz, um eines zu lernen und zu prüfen. Für jede offene Behandlung gilt die Basisrate ihrer Einrichtung, niemand hat einen Rang, und niemand ist gekennzeichnet.
card-earned = Das Modell wird verwendet. In Wochen nach denen, aus denen es gelernt hat, unterschied es Personen, die abbrachen, von solchen, die es nicht taten, mit einer AUC von { $auc }; 0,5 ist eine Münze, 1 ist Gewissheit.
card-refused = Das Modell wird nicht verwendet, und für jede offene Behandlung gilt die Basisrate ihrer Einrichtung: { $reason ->
    [no_better_than_base_rate] Bei Personen, die es nicht gesehen hatte, war es nicht besser als die Basisrate oder eine Faustregel.
    [badly_calibrated_here] Bei Personen, die es nicht gesehen hatte, trafen seine Wahrscheinlichkeiten nicht ein.
   *[other] Es hat seinen Platz nicht verdient.
}
card-refused-clinics = In { $clinics } trafen seine Wahrscheinlichkeiten in späteren Wochen nicht ein oder waren schlechter als die Basisrate: Dort wird stattdessen die Basisrate veröffentlicht.

card-what-heading = Was es vorhersagt, für wen und wozu (1, 2, 4, 6)
card-what-outcome = Die Wahrscheinlichkeit, dass eine offene Behandlung innerhalb von 28 Tagen nach dem Ende der Woche abgebrochen wird. Abbruch ist die amtliche Definition des Verbunds: als solcher erfasst, oder kein Kontakt während der Kontaktlücke. Es zählt der letzte Kontakt, nicht der Tag, an dem jemand das Ende feststellt.
card-what-whom = Alle, deren Behandlung am Ende der Woche offen ist, in Einrichtungen, die Termine liefern. Wer in diesen Tagen wie vereinbart abschließt, bricht nicht ab.
card-use = Es dient der Entscheidung, wen man zuerst anruft, im Rahmen dessen, was eine Einrichtung leisten kann. Es dient nicht dazu, eine Behandlung zu schließen, Behandelnde zu beurteilen oder für irgendetwas, das man der betroffenen Person nicht sagen würde.

card-data-heading = Woraus es gelernt hat (4, 5, 8)
card-data-size = Wochenenden vom { $first } bis zum { $last }: { $weeks } offene Behandlungen mal Wochen, aus { $courses } Behandlungen, von denen { $dropouts } abgebrochen wurden.
card-data-known = Zu jedem dieser Zeitpunkte sieht es, was bis zum Ende des folgenden Montags bekannt war: Fassungen von Terminen, Fragebögen und Behandlungen, die bis dahin eingetroffen waren. Was eine Einrichtung vor ihrer ersten Lieferung exportiert hat, zählt ab dem Export.
card-data-settled = Eine Woche zählt, sobald 28 Tage und die Kontaktlücke vergangen sind und damit feststeht, was aus allen geworden ist; jüngere Wochen bleiben außen vor, was immer von ihnen bekannt ist.
card-data-consent = Wer widersprochen hat, kommt in keiner dieser Zeilen vor. Wer behandelt wird und nicht an Forschung teilnimmt (consent no_research), kommt darin vor: Das Modell dient der Versorgung in denselben Einrichtungen und ist keine Forschung. Wer das Modell oder seine Trainingszeilen für Forschung verwendet, muss diese Personen ausschließen.
card-data-print = Modell { $version }; SHA-256 der Lernzeilen { $print }…, Startwert { $seed }. Dieselben Zeilen ergeben dasselbe Modell.

card-sees-heading = Was es sieht, und was nie (7, 9)
card-sees = Tage seit der letzten Sitzung und über den üblichen Abstand hinaus; versäumte Termine, und ob der nächste gebucht ist; fehlende Fragebögen; die Einschätzung der Allianz durch die behandelte Person und deren Abfall gegenüber den eigenen früheren; Belastung zu Beginn, frühe Veränderung, Veränderung bisher; Wartezeit; Abschnitt und Plan der Behandlung; frühere Behandlungen; Anlass und Form; die Therapeutin oder der Therapeut, soweit sich Behandelnde unterscheiden.
card-never-sees = Alter, Geschlecht, ethnische Zugehörigkeit, Sprache und Erwerbstätigkeit werden nicht verwendet: Niemand wird ihretwegen zuerst angerufen. Sie dienen dazu, das Modell zu prüfen (unten).
card-missing = Eine fehlende Zahl steht auf ihrem Mittelwert, mit einer Spalte, die sagt, dass sie fehlt. Werte sind über Mittelwert und Streuung ihrer eigenen Skala vergleichbar gemacht.

card-how-heading = Wie es entstanden ist (10)
card-how-kind = { $kind ->
    [boosting] Gradient-Boosting-Bäume, die die regularisierte Regression in späteren Wochen über den Zufall hinaus schlugen und in anderen Einrichtungen nicht schlechter waren.
   *[hazard] Eine logistische Regression mit Ridge-Strafterm: ein Schritt von 28 Tagen einer zeitdiskreten Hazardrate. Die Stärke des Strafterms ist an Personen gewählt, die das Modell nicht gesehen hat. Gradient-Boosting-Bäume wurden daneben erprobt; sie ersetzen es nur, wenn sie über den Zufall hinaus besser sind.
}
card-how-calibrated = Seine Wahrscheinlichkeiten sind durch Vorhersagen für ungesehene Personen korrigiert: für den Verbund mit einem Achsenabschnitt von { $intercept } und einer Steigung von { $slope } (Log-Odds), und für jede Einrichtung mit einer eigenen Verschiebung, zum Verbund hin gezogen, je weniger über die Einrichtung bekannt ist.
card-how-earned = Verwendet wird es nur, wenn es in späteren Wochen die Basisraten der Einrichtungen über den Zufall hinaus schlägt, besser ordnet als beide Faustregeln und seine Kalibrierungssteigung zwischen 0,5 und 2 hält; und wenn es in Einrichtungen, aus denen es nicht gelernt hat, nicht schlechter ist als die Basisrate.

card-performance-heading = Wie gut es bei Personen ist, die es nicht gesehen hatte (16)
card-performance-later = Spätere Wochen: nur aus früheren Wochen gelernt, soweit sie feststanden, als das geprüfte Drittel der Wochen begann.
card-performance-elsewhere = Andere Einrichtungen: jede Einrichtung von einem Modell aller anderen vorhergesagt, ohne eigene Korrektur, wie bei einer Einrichtung, die gerade erst dazukommt.
card-performance-reading = AUC: 0,5 ist eine Münze. Brier-Gewinn: um wie viel die quadrierten Fehler kleiner sind als mit der Basisrate der Einrichtung. Im Großen: 0 ist richtig, darüber brechen mehr ab als vorhergesagt. Steigung: 1 ist richtig, darunter sind die Wahrscheinlichkeiten zu extrem. Präzision: von den im Rahmen des Leistbaren Gekennzeichneten der Anteil, der abbrach; Trefferquote: von allen Abbrüchen der Anteil, der gekennzeichnet war. Konfidenzintervalle sind 95{"\u2011"}%-Intervalle mit Personen als Clustern.
card-performance-caption = { $scheme ->
    [later_weeks] In späteren Wochen
   *[other] In anderen Einrichtungen
}
card-predictor = { $predictor ->
    [hazard] Regularisiertes Hazardmodell
    [boosting] Gradient Boosting (Herausforderer)
    [base_rate] Basisrate der Einrichtung
    [last_missed_rule] Letzter Termin versäumt
   *[alliance_rule] Allianz niedrig oder sinkend, oder keine frühe Veränderung
}
card-column-predictor = Vorhersage durch
card-column-auc = AUC
card-column-brier = Brier-Gewinn
card-column-large = Im Großen
card-column-slope = Steigung
card-column-precision = Präzision
card-column-recall = Trefferquote

card-decision-heading = Lohnt es sich, danach zu handeln? (16, Entscheidungskurve)
card-decision = Nettonutzen je 100 offene Behandlungen: vorhergesehene Abbrüche, abzüglich unnötiger Anrufe, gewichtet nach der Schwelle (bei 10 % wiegen neun unnötige Anrufe so viel wie ein vorhergesehener Abbruch). Niemanden anzurufen ist 0. Das Modell nützt dort, wo seine Linie über allen anderen liegt.
card-decision-caption = Nettonutzen je 100, in späteren Wochen
card-column-threshold = Handeln ab
card-column-model = Modell
card-column-last-missed = Letzter Termin versäumt
card-column-all = Alle anrufen

card-decision-everywhere = Nach dem Modell zu handeln lohnt von { $first } bis { $last } mehr, als alle, niemanden oder alle mit verpasstem letztem Termin anzurufen
card-decision-somewhere = Nach dem Modell zu handeln lohnt bei Schwellen von { $at } mehr, als alle, niemanden oder alle mit verpasstem letztem Termin anzurufen
card-decision-nowhere = Bei keiner Schwelle lohnt es mehr, nach dem Modell zu handeln, als alle, niemanden oder alle mit verpasstem letztem Termin anzurufen
card-decision-alt = Nettonutzen je 100 offene Behandlungen nach der Wahrscheinlichkeit, ab der jemand handelt; niemanden anzurufen ist 0. { $items }
card-decision-alt-item = Ab { $threshold }: Modell { $model }, letzter Termin verpasst { $rule }, alle anrufen { $everybody }.
card-line-model = Modell
card-line-last-missed = Letzter Termin verpasst
card-line-all = Alle anrufen
card-line-nobody = Niemanden anrufen
card-axis-threshold = Handeln ab einer Wahrscheinlichkeit von

card-clinics-heading = In jeder Einrichtung (16)
card-clinics = In späteren Wochen: welcher Anteil innerhalb von 28 Tagen abbrach, welchen das Modell erwartete, und ob seine Wahrscheinlichkeiten dort eintrafen.
card-clinics-caption = Kalibrierung nach Einrichtung, in späteren Wochen
card-column-clinic = Einrichtung
card-column-observed = Beobachtet
card-column-expected = Erwartet
card-column-basis = Veröffentlicht
card-basis = { $refused ->
    [yes] Basisrate
   *[no] Modell
}

card-subgroups-heading = Für verschiedene Menschen (16, 17)
card-subgroups = Ob seine Wahrscheinlichkeiten für alle gleichermaßen eintreffen. Gruppen mit zu wenigen Personen auf einer der beiden Seiten stehen nicht da. Ein großer Teil dessen, was es weiß, ist Stille: Die erste Tabelle zeigt, wie gut es bei denen ist, die kürzlich da waren.
card-subgroup-caption = { $scope ->
    [contact] Danach, wann sie zuletzt da waren
    [age_band] Nach Alter
    [gender] Nach Geschlecht
    [ethnicity_group] Nach ethnischer Gruppe
   *[language] Nach Sprache
}
card-column-group = Gruppe
card-too-few = zu wenige

card-full-heading = Das ganze Modell (15)
card-full = Die Log-Odds sind der Achsenabschnitt plus jeder Term mal seinem Koeffizienten; Zahlen als Abstand von ihrem Mittelwert in Standardabweichungen. Effekte einzelner Behandelnder stehen nicht da; ihre Zeile zeigt, wie sehr sie sich unterscheiden (Standardabweichung in Log-Odds).
card-full-trees = Bäume haben keine Koeffizienten zum Drucken; das ganze Modell liegt im Ordner models der Installation.
card-full-caption = Koeffizienten, der größte zuerst
card-column-term = Term
card-column-coefficient = Koeffizient
card-column-mean = Mittelwert
card-column-sd = Standard{"\u00ad"}abweichung

card-since-heading = Seither (22, 23)
card-drifted = Diese Woche weicht vom Gelernten um mehr als eine halbe Standardabweichung ab bei { $names }: Es ist Zeit hinzusehen und vielleicht neu zu lernen.
card-not-drifted = Was das Modell diese Woche sieht, gleicht dem, woraus es gelernt hat.
card-flags = Was aus den Gekennzeichneten geworden ist. Die Kennzeichen vergangener Wochen sind aus dem errechnet, was damals bekannt war, mit dem damals geltenden Modell. Wer angerufen wurde und bleibt, zählt als weiter gekommen: Ob es der Anruf war, kann die Tabelle nicht sagen.
card-flags-caption = Kennzeichen nach Wochen
card-column-week = Woche
card-column-flagged = Gekennzeichnet
card-column-dropped-out = Abgebrochen
card-column-kept-coming = Weiter gekommen
card-column-ended = Anders beendet
card-column-not-known = Noch unbekannt

card-flags-elsewhere = Was aus den Gekennzeichneten geworden ist und was Einrichtungen unternahmen, ändert sich jede Woche, so dass kleine Zahlen durch Abziehen zu finden wären: Der Bericht jeder Einrichtung nennt die eigenen, die Karte des Qualitätsteams die aller.
card-followed = Was auf Kennzeichen folgte, die mindestens vier Wochen alt sind, nach dem, was Einrichtungen nach eigener Angabe innerhalb von sieben Tagen unternahmen. Jede Behandlung zählt einmal, mit ihrem ersten Kennzeichen. Einrichtungen, die keine Maßnahmen übermitteln, stehen in einer eigenen Zeile.
card-followed-no-cause = Das ist keine Wirkung von Anrufen: Wer angerufen wurde, war ausgewählt, oft aus Sorge. Die Zeilen unterschieden sich also schon vor jedem Anruf.
card-followed-caption = Wie gekennzeichnete Behandlungen in 28 Tagen weitergingen, nach dem, was unternommen wurde
card-handled = { $handled ->
    [acted] Maßnahme innerhalb von sieben Tagen
    [none_needed] Angesehen, keine Maßnahme nötig
    [nothing_recorded] Nichts vermerkt
   *[not_told] Einrichtung übermittelt keine Maßnahmen
}
card-column-handled = Was unternommen wurde
card-column-courses = Behandlungen
card-column-completed = Abgeschlossen
card-column-interval = 95-%-Intervall

card-limits-heading = Was es nicht kann (18, 19)
card-limit-contact = Wer seit Wochen schweigt, ist wahrscheinlich schon gegangen. Ein hohes Risiko sagt dann, dass ein Anruf überfällig ist, nicht, dass noch Zeit bleibt.
card-limit-time = Es lernt daraus, wie Einrichtungen gearbeitet haben. Wenn sich Öffnungszeiten, Fragebögen oder das Erfassen von Enden ändern, können seine Wahrscheinlichkeiten aufhören einzutreffen; die wöchentliche Prüfung auf Verschiebungen warnt davor, und jedes Quartal lernt es neu.
card-limit-cause = Gründe sagen, was die Zahl erhöht, nicht, was einen Abbruch verursacht. Eine Einrichtung, die nach ihren Kennzeichen handelt, verändert, was das Modell später lernt.
card-limit-new = Eine Einrichtung, die gerade erst dazukommt, wird nach anderswo Gelerntem beurteilt; ihre eigene Korrektur kommt mit ihren eigenen abgeschlossenen Wochen.
