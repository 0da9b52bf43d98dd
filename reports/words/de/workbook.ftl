# Die Arbeitsmappe zum Bericht.

workbook-front = Überblick
workbook-contents = Die Blätter dieser Arbeitsmappe:
workbook-row = Zeile
workbook-part = { $column }: { $role ->
    [lower] untere Grenze
    [upper] obere Grenze
    [part] gezählt
   *[whole] von
}
workbook-columns = Spalten
workbook-columns-caption = Was die Spalten der einzelnen Blätter bedeuten
workbook-sheet = Blatt
workbook-column = Spalte
workbook-meaning = Bedeutung
workbook-numbers = Zahlen
workbook-numbers-caption = Jede Zahl des Berichts mit ihrer Kennung: Der Befehl rapport explain mit der Kennung sagt, woher sie kommt
workbook-id = Kennung
workbook-as-written = Wie geschrieben
workbook-value = Wert
workbook-where = Wo sie steht
workbook-sentence = Satz, oder Zeile und Spalte
workbook-day-format = dd.mm.yyyy
workbook-moment-format = dd.mm.yyyy hh:mm
