import { attentionLines } from './attention-text.js';
import { normalised } from './decoder-text.js';
import { draftOf, linear } from './draft.js';
import { feedForwardLines } from './network-text.js';
import type { EncoderOnly } from './transformer.js';

/** The lines within an encoder's workload: norms follow what they normalise, and a pooler takes the first token. */
export function encoderLines(model: EncoderOnly): readonly string[] {
  const draft = draftOf('prefill', model.element);
  const { hidden, vocabulary, positions, attention, feedForward, encoder } = model;
  const tokens = draft.input('tokens', 'int32[batch, context]');
  const types = draft.input('types', 'int32[batch, context]');
  const words = `embedding(${tokens}, ${draft.weight('embed', vocabulary, hidden)})`;
  const kinds = `embedding(${types}, ${draft.weight('kinds', encoder.tokenTypes, hidden)})`;
  const places = `slice(${draft.weight('places', positions, hidden)}, axis: 0, from: 0, to: context)`;
  let x = normalised(draft, model, 'x', `add(add(${words}, ${kinds}), ${places})`);
  for (let layer = 0; layer < model.layers; layer++) {
    const name = `l${layer}`;
    const attended = attentionLines(draft, model, attention, layer, x);
    x = normalised(draft, model, `${name}_n1`, `add(${x}, ${attended})`);
    const made = feedForwardLines(draft, feedForward, hidden, name, x);
    x = normalised(draft, model, `${name}_n2`, `add(${x}, ${made})`);
  }
  draft.output('states', x);
  const first = `reshape(slice(${x}, axis: 1, from: 0, to: 1), [batch, ${hidden}])`;
  draft.output('pooled', `tanh(${linear(draft, 'pooler', first, [hidden, hidden], true)})`);
  return draft.lines();
}
