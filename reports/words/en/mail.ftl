# The mail that brings a report.

mail-week = week { $number } of { $year }
mail-subject = { $name }: report of { $week }
mail-file = { $kind ->
    [html] as a page to open in a browser
    [pdf] as a PDF to print
    [model-card] the card of the dropout model, as a page
    [great-expectations] the checks at the door, as a page
   *[xlsx] as a workbook with its tables
}
mail-body =
    { $audience ->
        [network] The network’s weekly report
        [quality] The weekly report on deliveries and data quality
       *[clinic] The weekly report of { $name }
    } for { $week } is attached: { $files }.

    { $audience ->
        [network] Its figures are those that may be shown within the network, and of no single person. Please keep it within the network all the same.
        [quality] It names no person in care. It tells of single clinics and of small numbers, so please keep it within the quality team.
       *[clinic] It holds health information of the people in care, under the clinic’s own identifiers. Please keep it where only those who may read it can, and don’t send it on by unencrypted mail.
    }

    This mail was written by a program. Replies to it may not be read.
