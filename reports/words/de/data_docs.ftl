# Was Great Expectations an der Tür gefunden hat.

data-docs-heading = Great Expectations an der Tür
data-docs-link = Alle Prüfungen, die Great Expectations an der Tür vorgenommen hat, mit den letzten fünf Ergebnissen
data-docs-note = Jeder Stapel wird als Ganzes geprüft, einmal je Einrichtung, Export und Lauf, bevor er übernommen wird. Nur Anzahlen: Kein Wert einer Zeile wird aufbewahrt.
data-docs-none = An der Tür ist noch nichts geprüft worden.
data-docs-caption = Prüfungen von { $clinic } nach Export
data-docs-result = { $day }: { $outcome ->
    [passed] bestanden, { $failed } von { $evaluated } fehlgeschlagen
    [failed] nicht bestanden, { $failed } von { $evaluated } fehlgeschlagen
   *[idle] nichts zu prüfen
}
column-allowed = Darf fehlschlagen
column-results = Letzte Ergebnisse
