let context: AudioContext | undefined;

/** Two soft tones. A browser that has not been touched yet stays silent. */
export async function chime(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume().catch(() => undefined);
  if (context.state !== 'running') return;
  for (const [pitch, delay] of [
    [660, 0],
    [880, 0.12],
  ] as const)
    tone(context, pitch, context.currentTime + delay);
}

function tone(audio: AudioContext, pitch: number, at: number): void {
  const [source, volume] = [audio.createOscillator(), audio.createGain()];
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.12, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + 0.4);
}
