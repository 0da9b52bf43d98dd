# Einrichtungen nebeneinander: die Messgrößen, und die Grenzen, in denen Einrichtungen üblicherweise liegen.

measure = { $measure ->
    [dropout] Ohne Vereinbarung beendet
    [attendance] Wahrgenommene Termine
    [alliance_low] Niedrige Allianz im letzten Fragebogen
    [alliance_mean] Therapeutische Allianz
    [empathy_mean] Empathie aus Sicht der Klientinnen und Klienten
    [reliable_improvement] Verlässlich verbessert
    [recovery] Genesen
    [deterioration] Verlässlich verschlechtert
    [nhs_recovery] Genesen, nach der NHS-Regel über PHQ-9 und GAD-7
    [nhs_reliable_recovery] Verlässlich genesen, nach der NHS-Regel
    [nhs_reliable_improvement] Verlässlich verbessert, nach der NHS-Regel
    [nhs_deterioration] Verlässlich verschlechtert, nach der NHS-Regel
    [retained_3] Drei oder mehr Sitzungen wahrgenommen
    [retained_6] Sechs oder mehr Sitzungen wahrgenommen
    [retained_10] Zehn oder mehr Sitzungen wahrgenommen
    [pairing_rate] Beendet mit erstem und letztem Fragebogen
    [form_completion] Rücklauf erwarteter Fragebögen
   *[other] { $measure }
}
measure-by-scale = { $measure }: { $scale }

funnel-title = { $measure }: { $centre } über alle Einrichtungen, und { $signals ->
    [0] keine Einrichtung liegt jenseits ihrer Grenzen
    [one] eine Einrichtung liegt jenseits ihrer Grenzen
   *[other] { $signals } Einrichtungen liegen jenseits ihrer Grenzen
}
funnel-alt = { $clinics }. Alle Einrichtungen: { $centre }.
funnel-alt-item = { $clinic }: { $value }, Grenzen { $lower } bis { $upper }
funnel-intro = In den Bildern mit grauen Balken zeigt der dunkle Balken, wo 95 von 100 Einrichtungen dieser Größe lägen, und der helle, wo 998 von 1.000 lägen; dabei ist eingerechnet, wie sehr sich Einrichtungen üblicherweise unterscheiden. Ein Punkt auf den Balken kann zufällig abweichen; eine Raute liegt jenseits des hellen Balkens und ist eine Frage wert. Wo ein Modell sagt, was bei den Klientinnen und Klienten einer Einrichtung zu erwarten ist, sind die Punkte darum bereinigt; der unbereinigte Wert steht daneben in der Tabelle. Grenzen und Urteile beziehen sich auf die gezeigten Einrichtungen; jede Einrichtung liest auf ihrer eigenen Seite dasselbe über sich.
funnel-nobody-outside = { $clinics ->
    [0] Von keiner Einrichtung darf ein Wert gezeigt werden.
    [one] Die gezeigte Einrichtung liegt innerhalb ihrer Grenzen: Ihr Unterschied kann Zufall sein.
   *[other] Alle { $clinics } gezeigten Einrichtungen liegen innerhalb ihrer Grenzen: { $wider ->
        [yes] Sie unterscheiden sich nicht mehr, als Einrichtungen es üblicherweise tun.
       *[no] Die Unterschiede zwischen ihnen können Zufall sein.
    }
}
funnel-outside = { $names } { $clinics ->
    [one] liegt
   *[other] liegen
} { $side ->
    [high] über
   *[low] unter
} den Grenzen: mehr, als Zufall und die üblichen Unterschiede zwischen Einrichtungen erklären. Das ist eine Frage, keine Antwort.
funnel-overdispersion = { $clinics } Einrichtungen; ihre Varianz ist das { $phi }-Fache dessen, was der Zufall allein ergäbe (phi { $phi }, tau² { $tau2 }){ $wider ->
    [yes] . Die Grenzen rechnen ein, wie sehr sich Einrichtungen üblicherweise unterscheiden.
   *[no] . Die Grenzen rechnen nur den Zufall ein.
}
funnel-too-few-clinics = Zu wenige Einrichtungen für Grenzen, deshalb hier nicht gezeichnet: { $measures }. Die eigenen Zahlen jeder Einrichtung stehen auf ihrer Seite.

funnel-borrowed = Wie sehr sich Einrichtungen üblicherweise unterscheiden, ist veröffentlichten Zahlen entnommen: „{ $origin }“.
funnel-few-clinics = Aus { $clinics } Einrichtungen lässt sich kaum erkennen, wie sehr sich Einrichtungen üblicherweise unterscheiden: Die Grenzen sind grob.
funnel-range = { $lower } bis { $upper }
funnel-side = { $side ->
    [high] jenseits der Grenzen, darüber
    [low] jenseits der Grenzen, darunter
   *[within] { "" }
}
funnel-as-of = Stand { $week }
funnel-caption = { $measure }, in den letzten zwölf Monaten; gezählt sind { $counted ->
    [attendance] Termine
    [form_completion] erwartete Fragebögen
    [alliance_mean] Fragebögen
    [empathy_mean] Fragebögen
   *[other] Behandlungen
}
funnel-multiplicity = Es wurden { $comparisons } Vergleiche einer Einrichtung auf einer Messgröße angestellt, und { $signals ->
    [0] keiner ist ein Signal
    [one] einer ist ein Signal
   *[other] { $signals } sind Signale
}. Der Zufall allein ergäbe davon im Mittel { $chance }.
column-counted = Gezählt, etwa
column-unadjusted = Unbereinigt
column-expected = Hier erwartet
column-adjusted = Bereinigt
column-usual = Üblich (95{"\u00a0"}%)

over-time-heading = Woche für Woche
over-time-title = { $measure }: { $state ->
    [high] in den letzten vier Wochen mehr als üblich ({ $last } in { $week }, im Mittel { $mean })
    [low] in den letzten vier Wochen weniger als üblich ({ $last } in { $week }, im Mittel { $mean })
   *[within] { $earlier ->
        [yes] in den letzten vier Wochen nichts Ungewöhnliches
       *[no] nichts Ungewöhnliches
    }; { $last } in { $week }, im Mittel { $mean }
}
over-time-alt = { $measure } über { $weeks } Wochen: im Mittel { $mean }, { $last } in { $week }, übliche Grenzen { $lower } bis { $upper }; { $signals ->
    [0] keine Woche ist ungewöhnlich
    [one] eine Woche ist ungewöhnlich
   *[other] { $signals } Wochen sind ungewöhnlich
}.
over-time-note = Das Band zeigt, wo Wochen üblicherweise liegen, die gestrichelte Linie ihren Mittelwert. Eine Raute ist eine Woche, die der Zufall kaum erklärt: außerhalb des Bandes, die siebte in Folge auf einer Seite, siebenmal steigend oder fallend oder zweimal nahe am Rand. Auch wo sich nichts ändert, wird etwa eine von fünfzig Wochen gekennzeichnet. Was sonst auf und ab geht, braucht keine Erklärung.
over-time-trial = Bisher weniger als zwölf Wochen: Die Grenzen gelten auf Probe.
over-time-caption = { $measure }, Woche für Woche
over-time-nobody = nichts zu zählen
over-time-rule = { $rule ->
    [outside] außerhalb der Grenzen
    [shift] sieben oder mehr auf einer Seite
    [trend] sieben in Folge in einer Richtung
   *[near] zweimal nahe an einer Grenze
}
over-time-not-published = Die veröffentlichte Datei enthält noch keine Wochenbilder. Sie stehen hier nach dem nächsten Lauf.
over-time-too-early = Ein Bild braucht { $weeks } Wochen, in denen etwas zu zählen war. Bisher sind es weniger.
column-counted-here = Gezählt

beside-heading = Neben den anderen Einrichtungen
beside-signal = { $measure }: { $value } liegt { $side ->
    [high] über
   *[low] unter
} den Grenzen von { $lower } bis { $upper }, in denen 998 von 1.000 Einrichtungen wie diese lägen. Das verdient ein Gespräch; eine Erklärung ist es nicht.
beside-within = { $measures ->
    [one] Bei der einen vergleichbaren Messgröße liegt diese Einrichtung innerhalb ihrer Grenzen: Ihr Unterschied zum Verbund kann Zufall sein.
   *[other] Bei allen { $measures } vergleichbaren Messgrößen liegt diese Einrichtung innerhalb ihrer Grenzen: Ihre Unterschiede zum Verbund können Zufall sein.
}
beside-chance = Allein durch Zufall läge eine Einrichtung bei { $chance } von { $measures } Messgrößen jenseits ihrer Grenzen.
beside-note = Bereinigt heißt: als hätte diese Einrichtung die Klientinnen und Klienten des Verbunds, soweit ein Modell sagt, was zu erwarten ist. Üblich ist, wo 95 von 100 Einrichtungen dieser Größe lägen; eine von zwanzig Messgrößen liegt also allein durch Zufall knapp außerhalb.
beside-caption = Messgrößen der zwölf Monate bis zum { $until }
beside-side = { $side ->
    [high] jenseits der Grenzen, darüber
    [low] jenseits der Grenzen, darunter
    [near-high] über dem Üblichen, innerhalb der Grenzen
    [near-low] unter dem Üblichen, innerhalb der Grenzen
   *[within] üblich
}
beside-not-published = Die veröffentlichte Datei enthält noch keinen Vergleich der Einrichtungen. Er steht hier nach dem nächsten Lauf.
beside-nothing = Es lässt sich nichts vergleichen: Eine Messgröße braucht mindestens { $clinics } Einrichtungen mit genügend Personen, von denen keine den größten Teil stellt.
column-this-clinic = Diese Einrichtung
column-network = Verbund
