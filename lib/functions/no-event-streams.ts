/** Takes the place of `@smithy/core/event-streams` where it is loaded late: no operation of ours streams events. */
export const EventStreamSerde = undefined;
