# The network's weekly page.

network-kicker = Network · weekly report
network-document-title = { $network }, week { $week }

network-headline = Of about { $courses } courses that ended in the last twelve months, { $rate } ended without agreement; { $clinics } clinics have enough of them to count.
network-headline-silent = { $names } { $clinics ->
    [one] sends
   *[other] send
} no appointment data, so nothing can be told of retention there.
network-coverage-caption = How far each clinic’s data goes
network-forms-heading = How much the outcomes rest on
network-forms-intro = Outcomes are known only for those who answered: these are the shares of ended courses with a first and a last form, and of expected forms that came.
network-disclosure-heading = What is withheld, and why
network-disclosure = A share is withheld where the number of people behind it, those who have the property or those who don’t is below { $minimum }. Numbers of people are rounded to the nearest { $base }. What is withheld of a clinic has no part in any figure over all clinics, so that nobody can find it by subtraction.
network-disclosure-clinics = A figure over all clinics needs at least { $clinics } of them, none of which makes up most of it.
network-disclosure-weeks = A clinic’s figures are shown anew only once at least { $minimum } cases and as many others have come in since; until then the earlier ones stand, with their week. Otherwise two weeks’ reports together would tell of single people.
network-disclosure-quarters = Quarters are shown once, when they have closed, and stay as they are. A group is withheld where it is small, comes from too few clinics, or would give another group away.
network-not-published = The published file holds no comparison of clinics yet. It stands here after the next run.
network-nothing-compared = On none of these measures do enough clinics have enough people yet.
network-alphabetical = Clinics stand in alphabetical order; there is no ranking.

network-alt-item = { $clinic }: { $share }
network-no-appointments = no appointment data
network-nobody-yet = nobody yet
network-not-used = { $clinics ->
    [one] One clinic doesn’t use this scale.
   *[other] { $clinics } clinics don’t use this scale.
}
column-clinic = Clinic
column-remark = Remark
chart-network-value = network { $value }
