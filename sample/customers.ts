/** Somebody with an account at the shop. A sample: real shops store no passwords in the clear. */
export interface Customer {
  readonly id: string;
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export const customers: readonly Customer[] = [
  {
    id: 'customer-1001',
    login: 'ada',
    password: 'lighthouse',
    name: 'Ada Verhoeven',
    attributes: { customer: '1001', plan: 'Crew', 'last order': 'HS-20418' },
  },
  {
    id: 'customer-1002',
    login: 'ben',
    password: 'driftwood',
    name: 'Ben Okafor',
    attributes: { customer: '1002', plan: 'Day', 'last order': 'HS-20377' },
  },
];
