import type { ComponentChildren } from 'preact';
import { type Draft, SettingsForm } from '../../settings-form.tsx';
import type { Resource } from '../../use-resource.ts';
import type { Engagement, Settings } from './kind.tsx';

export interface PartProps {
  readonly id: string;
  readonly resource: Resource<Engagement>;
}

interface FormProps extends PartProps {
  readonly children: (draft: Draft<Settings>) => ComponentChildren;
}

/** A part of an engagement's settings; the others are saved as they are. */
export const EngagementForm = ({ id, resource, children }: FormProps) => (
  <SettingsForm
    resource={resource}
    save="PUT /api/manage/engagements/{engagement}"
    params={{ engagement: id }}
    pick={({ id: _, ...settings }): Settings => settings}
  >
    {children}
  </SettingsForm>
);
