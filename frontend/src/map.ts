/**
 * Maps without an outside server: shapes of the areas from /areas.geojson; tiles only where the city configured them.
 * [data-map] with data-areas, data-cases (address of GeoJSON), data-tiles, data-pick="latitude-id,longitude-id".
 */
import L from "leaflet";
import "leaflet/dist/leaflet.css";

interface Colours {
  line: string;
  fill: string;
  accent: string;
  danger: string;
}

function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return { line: read("--ink-soft"), fill: read("--map-land"), accent: read("--accent"), danger: read("--danger") };
}

async function load(address: string): Promise<GeoJSON.FeatureCollection | null> {
  const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
  return answer.ok ? answer.json() : null;
}

function text(words: string): HTMLElement {
  const element = document.createElement("span");
  element.textContent = words;
  return element;
}

function shade(count: number, most: number): number {
  return most ? 0.12 + 0.55 * (count / most) : 0.2;
}

function drawAreas(map: L.Map, areas: GeoJSON.FeatureCollection, host: HTMLElement): L.GeoJSON {
  const { line, fill, accent } = colours();
  const counts = areas.features.map((f) => Number(f.properties?.open ?? 0));
  const most = "shade" in host.dataset ? Math.max(...counts, 0) : 0;
  return L.geoJSON(areas, {
    style: (feature) => ({
      color: line,
      weight: 1,
      fillColor: most ? accent : fill,
      fillOpacity: most ? shade(Number(feature?.properties?.open ?? 0), most) : 0.8,
    }),
    onEachFeature: (feature, layer) => {
      const counted = "shade" in host.dataset;
      const name = feature.properties?.name ?? "";
      layer.bindTooltip(text(counted ? `${name} · ${feature.properties?.open ?? 0}` : name), { sticky: true });
      if (!counted) return;
      layer.on("click", () => feature.properties?.url && (location.href = feature.properties.url));
    },
  }).addTo(map);
}

/** The number of open cases in the middle of each area; a tap goes closer. Of numbers that would touch, the largest. */
function drawCounts(map: L.Map, areas: L.GeoJSON, counts: L.LayerGroup): void {
  counts.clearLayers();
  const shapes = areas.getLayers().map((layer) => layer as L.Polygon);
  const open = (shape: L.Polygon) => Number(shape.feature?.properties?.open ?? 0);
  const taken: L.Point[] = [];
  for (const shape of shapes.filter(open).sort((a, b) => open(b) - open(a))) {
    const at = map.latLngToContainerPoint(shape.getBounds().getCenter());
    if (taken.some((other) => Math.abs(other.x - at.x) < 34 && Math.abs(other.y - at.y) < 26)) continue;
    taken.push(at);
    const icon = L.divIcon({ className: "map__count", html: text(String(open(shape))), iconSize: [30, 24] });
    L.marker(shape.getBounds().getCenter(), { icon, title: `${shape.feature?.properties?.name ?? ""} · ${open(shape)}` })
      .on("click", () => map.fitBounds(shape.getBounds()))
      .addTo(counts);
  }
}

/** Numbers from afar, cases one by one from near: hundreds of points would hide each other and the city. */
function byNearness(map: L.Map, areas: L.GeoJSON, cases: L.GeoJSON): void {
  const counts = L.layerGroup();
  const change = () => {
    const near = map.getZoom() >= map.getBoundsZoom(areas.getBounds()) + 1.25;
    if (!near) drawCounts(map, areas, counts);
    (near ? counts : cases).remove();
    (near ? cases : counts).addTo(map);
  };
  map.on("zoomend resize", change);
  change();
}

function drawCases(map: L.Map, cases: GeoJSON.FeatureCollection): L.GeoJSON {
  const { accent, danger } = colours();
  return L.geoJSON(cases, {
    pointToLayer: (feature, place) => {
      const late = feature.properties?.level === "overdue";
      // Late is said by the shape (a thick ring), not by the colour alone.
      return L.circleMarker(place, {
        radius: late ? 8 : 6,
        weight: late ? 4 : 1.5,
        color: late ? danger : accent,
        fillColor: accent,
        fillOpacity: late ? 0.1 : 0.6,
      });
    },
    onEachFeature: (feature, layer) => {
      const box = document.createElement("div");
      const link = document.createElement("a");
      link.href = feature.properties?.url ?? "#";
      link.textContent = feature.properties?.title ?? feature.properties?.number ?? "";
      box.append(link, document.createElement("br"), text(feature.properties?.answers ?? ""));
      layer.bindPopup(box);
    },
  }).addTo(map);
}

function pick(map: L.Map, host: HTMLElement): void {
  const [latitude, longitude] = (host.dataset.pick ?? "").split(",").map((id) => document.getElementById(id) as HTMLInputElement);
  if (!latitude || !longitude) return;
  const { accent } = colours();
  let pin: L.CircleMarker | null = null;
  const show = (move: boolean) => {
    const place = latitude.value && longitude.value ? L.latLng(+latitude.value, +longitude.value) : null;
    pin?.remove();
    pin = null;
    if (!place) return;
    pin = L.circleMarker(place, { radius: 9, weight: 3, color: accent, fillOpacity: 0.4 }).addTo(map);
    // Without tiles there is nothing to see closer by than the shape of the district.
    if (move) map.setView(place, Math.max(map.getZoom(), host.dataset.tiles ? 15 : 11));
  };
  const choose = (place: L.LatLng) => {
    latitude.value = place.lat.toFixed(6);
    longitude.value = place.lng.toFixed(6);
    show(false);
    latitude.dispatchEvent(new Event("change", { bubbles: true }));
  };
  if ("fixed" in host.dataset) {
    show(true);
    return;
  }
  map.on("click", (event) => choose(event.latlng));
  // By keyboard: move the map with the arrows, Enter takes its middle.
  host.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      choose(map.getCenter());
    }
  });
  document.addEventListener("place:set", () => show(true));
  latitude.form?.addEventListener("draft:restored", () => show(true));
  show(true);
}

/** A map in a part of the page that is still folded away has no size; it is fitted when it gets one, until somebody moves it. */
function fitOnceSeen(map: L.Map, host: HTMLElement, bounds: L.LatLngBounds): void {
  let touched = false;
  for (const kind of ["pointerdown", "keydown", "wheel"]) host.addEventListener(kind, () => (touched = true), { passive: true });
  const look = () => {
    map.invalidateSize();
    if (touched || !host.clientWidth || !bounds.isValid()) return;
    map.fitBounds(bounds, { padding: [6, 6], animate: false });
  };
  look();
  new ResizeObserver(look).observe(host);
}

async function startMap(host: HTMLElement): Promise<void> {
  const map = L.map(host, { zoomSnap: 0.25, attributionControl: !!host.dataset.tiles, scrollWheelZoom: false });
  map.on("focus", () => map.scrollWheelZoom.enable());
  if (host.dataset.tiles) L.tileLayer(host.dataset.tiles, { attribution: host.dataset.tilesCredit ?? "" }).addTo(map);
  map.setView([22.35, 114.15], 10);
  const areas = host.dataset.areas ? await load(host.dataset.areas) : null;
  const shapes = areas?.features.length ? drawAreas(map, areas, host) : null;
  if (shapes) fitOnceSeen(map, host, shapes.getBounds());
  const cases = host.dataset.cases ? await load(host.dataset.cases) : null;
  if (cases?.features.length) {
    const drawn = drawCases(map, cases);
    if (shapes && "shade" in host.dataset) byNearness(map, shapes, drawn);
    if ("fit" in host.dataset && drawn.getBounds().isValid()) map.fitBounds(drawn.getBounds(), { maxZoom: 15, padding: [30, 30] });
  }
  if (host.dataset.pick) pick(map, host);
  host.setAttribute("data-map-ready", "");
}

export function startMaps(): void {
  for (const host of document.querySelectorAll<HTMLElement>("[data-map]")) {
    host.hidden = false;
    startMap(host).catch(() => host.setAttribute("data-map-failed", ""));
  }
}
