/** Who a person is to the brand: a subject, and whose subjects these are. */
export interface Who {
  readonly namespace: string;
  readonly subject: string;
}

/** A head must stay small, so it keeps both as one text. A namespace is an id, and holds no space. */
export const packWho = ({ namespace, subject }: Who): string => `${namespace} ${subject}`;

export function unpackWho(packed: string): Who {
  const [namespace = '', ...subject] = packed.split(' ');
  return { namespace, subject: subject.join(' ') };
}
