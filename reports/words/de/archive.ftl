# Das Verzeichnis aller Berichte.

archive-document-title = Berichte von { $network }
archive-kicker = Alle Wochenberichte
archive-period = Nach Wochen, die neueste zuerst
archive-foot = Über diese Berichte
archive-note = Jeder Bericht steht für sich: Sie können ihn ohne die anderen aufbewahren, drucken oder weitergeben.
archive-search = Bericht suchen: Name, Woche oder Dateiart
archive-found = Gefundene Berichte:
archive-pdf = PDF
archive-workbook = Arbeitsmappe
archive-model-card = Modellkarte
archive-data-docs = Prüfungen beim Eingang
archive-week = Kalenderwoche { $number }/{ $year }
archive-team = { $team ->
    [network] Der Verbund
   *[quality] Lieferungen und Datenqualität
}
