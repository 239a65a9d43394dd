/** What a customer bought. */
export interface Order {
  readonly id: string;
  readonly day: string;
  readonly what: string;
  /** Euros. */
  readonly total: number;
  readonly state: string;
}

/** Somebody with an account at the shop. A sample: real shops store no passwords in the clear. */
export interface Customer {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  readonly name: string;
  /** What the shop signs, and agents read. */
  readonly attributes: Readonly<Record<'customer' | 'plan' | 'last order', string>>;
  /** The day of birth, `YYYY-MM-DD`: with the customer's number it tells who somebody is who has no account at hand. */
  readonly born: string;
  readonly orders: readonly Order[];
}

export const customers: readonly Customer[] = [
  {
    id: 'customer-1001',
    login: 'ada',
    password: 'lighthouse',
    name: 'Ada Verhoeven',
    attributes: { customer: '1001', plan: 'Crew', 'last order': 'HS-20418' },
    born: '1990-04-12',
    orders: [
      {
        id: 'HS-20418',
        day: '2026-11-18',
        what: 'Deck lantern, Rope bag',
        total: 153,
        state: 'Leaves the quay today',
      },
      { id: 'HS-19877', day: '2026-08-02', what: 'Storm jacket', total: 210, state: 'Delivered' },
    ],
  },
  {
    id: 'customer-1002',
    login: 'ben',
    password: 'driftwood',
    name: 'Ben Okafor',
    attributes: { customer: '1002', plan: 'Day', 'last order': 'HS-20377' },
    born: '1984-09-30',
    orders: [{ id: 'HS-20377', day: '2026-11-12', what: 'Tide clock', total: 120, state: 'On its way' }],
  },
  {
    id: 'customer-1003',
    login: 'carla',
    password: 'breakwater',
    name: 'Carla Mendes',
    attributes: { customer: '1003', plan: 'Crew', 'last order': 'HS-20102' },
    born: '1971-01-25',
    orders: [
      { id: 'HS-20102', day: '2026-10-05', what: 'Enamel mug, Watch cap', total: 61, state: 'Delivered' },
    ],
  },
];

export const customerWith = (login: string | null, password: string | null): Customer | undefined =>
  customers.find((one) => one.login === login && one.password === password);
