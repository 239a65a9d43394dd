/** What the shop sells. The pictures are drawn here, in the shop's own colours. */
export interface Good {
  readonly id: string;
  readonly name: string;
  readonly what: string;
  /** Euros. */
  readonly price: number;
  /** What stands in an SVG of 240 by 170. */
  readonly art: string;
}

export const goods: readonly Good[] = [
  {
    id: 'lantern',
    name: 'Deck lantern',
    what: 'Brass, runs 40 hours on one charge',
    price: 64,
    art: `<rect width="240" height="170" fill="#dfe8e6"/><circle cx="120" cy="92" r="62" fill="#f7e6b8" opacity=".7"/><path d="M98 40q22-34 44 0" fill="none" stroke="#7a5a1e" stroke-width="5"/><path d="M92 46h56l-6 14H98z" fill="#b98a2f"/><rect x="100" y="60" width="40" height="56" rx="8" fill="#fff4cf" stroke="#b98a2f" stroke-width="4"/><path d="M120 74q14 16 0 32q-14-16 0-32z" fill="#e8842b"/><path d="M92 116h56l5 18H87z" fill="#b98a2f"/>`,
  },
  {
    id: 'bag',
    name: 'Rope bag',
    what: 'Waxed canvas, 28 litres',
    price: 89,
    art: `<rect width="240" height="170" fill="#efe4d3"/><path d="M86 62q34-52 68 0" fill="none" stroke="#8a5a33" stroke-width="7"/><path d="M74 62h92l10 76q-56 14-112 0z" fill="#3e6470"/><path d="M72 80h96" stroke="#2b4954" stroke-width="4"/><rect x="100" y="92" width="40" height="28" rx="4" fill="none" stroke="#e9dcc4" stroke-width="3" stroke-dasharray="5 4"/><circle cx="88" cy="72" r="4" fill="#e9dcc4"/><circle cx="152" cy="72" r="4" fill="#e9dcc4"/>`,
  },
  {
    id: 'clock',
    name: 'Tide clock',
    what: 'For walls that face the sea',
    price: 120,
    art: `<rect width="240" height="170" fill="#d9e5ec"/><circle cx="120" cy="86" r="60" fill="#12394a"/><circle cx="120" cy="86" r="50" fill="#fbf7ee"/><path d="M72 96q12-10 24 0t24 0t24 0t24 0v4a50 50 0 0 1-96 0z" fill="#8fb9c6"/><path d="M120 86V50" stroke="#b4491f" stroke-width="5" stroke-linecap="round"/><path d="M120 86l22 14" stroke="#12394a" stroke-width="5" stroke-linecap="round"/><circle cx="120" cy="86" r="5" fill="#12394a"/>`,
  },
  {
    id: 'jacket',
    name: 'Storm jacket',
    what: 'Three layers, taped, with a hood that stays',
    price: 210,
    art: `<rect width="240" height="170" fill="#e6e1ea"/><path d="M98 34h44l34 22l-12 34l-14-7v61H90V83l-14 7l-12-34z" fill="#d8a223"/><path d="M98 34q22 24 44 0l-6-10h-32z" fill="#b98416"/><path d="M120 52v92" stroke="#8c6310" stroke-width="3"/><rect x="98" y="104" width="16" height="22" rx="3" fill="#b98416"/><rect x="126" y="104" width="16" height="22" rx="3" fill="#b98416"/>`,
  },
  {
    id: 'mug',
    name: 'Enamel mug',
    what: 'Survives the galley, and the dishwasher',
    price: 19,
    art: `<rect width="240" height="170" fill="#f3ddd2"/><path d="M82 54h72v66q0 20-20 20h-32q-20 0-20-20z" fill="#fdfbf6" stroke="#12394a" stroke-width="4"/><path d="M154 70h16q14 0 14 20t-14 20h-16" fill="none" stroke="#12394a" stroke-width="7"/><path d="M104 84l14 16m0-16l-14 16" stroke="#b4491f" stroke-width="0"/><path d="M118 82v30m-14-14q0 16 14 16t14-16m-20-8h12" fill="none" stroke="#b4491f" stroke-width="4" stroke-linecap="round"/><circle cx="118" cy="78" r="4.5" fill="none" stroke="#b4491f" stroke-width="3.5"/><path d="M98 40q6-9 0-16m20 16q6-9 0-16m20 16q6-9 0-16" fill="none" stroke="#c9a895" stroke-width="4" stroke-linecap="round"/>`,
  },
  {
    id: 'cap',
    name: 'Watch cap',
    what: 'Merino, knitted in one piece',
    price: 42,
    art: `<rect width="240" height="170" fill="#dde7dc"/><path d="M72 112q0-72 48-72t48 72z" fill="#a63d2f"/><path d="M96 50v60m16-70v70m16-70v70m16-62v60" stroke="#8b2f23" stroke-width="3"/><rect x="64" y="106" width="112" height="30" rx="9" fill="#8b2f23"/><path d="M80 108v26m16-26v26m16-26v26m16-26v26m16-26v26m16-26v26" stroke="#a63d2f" stroke-width="3"/>`,
  },
];

/** The quay in the early morning. */
export const quay = `<svg class="quay" viewBox="0 0 1200 420" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
<rect width="1200" height="420" fill="#cfe0e4"/><circle cx="905" cy="170" r="70" fill="#f6d9a8"/>
<path d="M0 250q150-40 300-8t300-12t300 14t300-18v194H0z" fill="#8fb4bf"/>
<path d="M960 262l18-150h34l18 150z" fill="#fbf7ee"/><path d="M969 190h52l3 26h-58zM975 140h40l3 24h-46z" fill="#b4491f"/><rect x="976" y="92" width="38" height="22" fill="#12394a"/><path d="M970 92h50l-25-22z" fill="#b4491f"/><path d="M976 98L700 130v-44z" fill="#fff4cf" opacity=".55"/>
<path d="M900 262h190l20 40H880z" fill="#5d6b6e"/>
<path d="M560 268h150l-26 44H590z" fill="#12394a"/><path d="M634 268V150l74 104z" fill="#fbf7ee"/><path d="M624 268V170l-46 84z" fill="#e9dcc4"/>
<path d="M0 300q100-22 200 0t200 0t200 0t200 0t200 0t200 0v120H0z" fill="#3e7282"/><path d="M0 344q100-22 200 0t200 0t200 0t200 0t200 0t200 0v76H0z" fill="#12394a"/>
</svg>`;
