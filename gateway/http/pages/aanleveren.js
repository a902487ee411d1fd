// The page for schools without developers: choose, have it judged, then have it taken up.
const element = (id) => document.getElementById(id);
const resource = element('resource');
const file = element('bestand');
const judge = element('nakijken');
const take = element('verwerken');
const table = element('bevindingen');

/** What is shown no longer speaks of the file that is chosen. */
function forget() {
  take.disabled = true;
  table.hidden = true;
  element('samenvatting').className = '';
  element('samenvatting').textContent = 'Er is nog niets nagekeken.';
}

resource.addEventListener('change', () => {
  const link = element('sjabloon');
  link.href = `/taalschool/v1/sjablonen/${resource.value}.xlsx`;
  link.textContent = `Leeg sjabloon voor ${resource.value} (Excel)`;
  element('sjabloon-csv').href = `/taalschool/v1/sjablonen/${resource.value}.csv`;
  forget();
});
file.addEventListener('change', forget);

function tell(text, good) {
  const summary = element('samenvatting');
  summary.textContent = text;
  summary.className = good ? 'goed' : 'fout';
  element('kop-verslag').focus();
}

function list(findings) {
  const rows = findings.map((finding) => {
    const row = document.createElement('tr');
    for (const text of [finding.plek ?? (finding.rij > 0 ? `rij ${finding.rij}` : 'bestand'), finding.kolom ?? '', finding.melding]) {
      row.append(Object.assign(document.createElement('td'), { textContent: text }));
    }
    return row;
  });
  table.tBodies[0].replaceChildren(...rows);
  table.hidden = rows.length === 0;
}

async function send(trial) {
  if (file.files.length === 0) {
    tell('Kies eerst een bestand.', false);
    return;
  }
  judge.disabled = take.disabled = true;
  try {
    const response = await fetch(`/taalschool/v1/bestanden?resource=${resource.value}&proef=${trial}`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/csv' },
      body: file.files[0],
    });
    const report = await response.json();
    tell(report.samenvatting ?? report.detail, response.ok && report.goed !== false);
    list(report.bevindingen ?? []);
    take.disabled = !(trial && response.ok);
  } catch {
    tell('De gateway is nu niet bereikbaar, of het bestand is intussen gewijzigd. Probeer het opnieuw.', false);
    list([]);
  } finally {
    judge.disabled = false;
  }
}

judge.addEventListener('click', () => send(true));
take.addEventListener('click', () => send(false));
