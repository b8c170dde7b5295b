import { expect, test } from 'vitest';
import { moduleBuilder, printVerilog, signed, unsigned, type Module } from '../../src/rtl/index.js';

/** A module whose parts are said to be written at offsets of their own. */
function parts(): Module {
  const at = (start: number): { readonly file: string; readonly start: number; readonly end: number } => ({
    file: 'design.accel',
    start,
    end: start + 1,
  });
  const m = moduleBuilder('m', { origin: at(0) });
  m.at(at(1));
  const [a, b] = [m.input('a', signed(8)), m.input('b', signed(8))];
  m.at(at(2));
  const count = m.register('count', unsigned(8), { reset: 0 });
  count.next(count.add(1).resize(8), a.mul(b).gt(3));
  m.at(at(3));
  const held = m.register('held', signed(8), { reset: 0 });
  held.next(a, a.mul(b).gt(3));
  m.at(at(4));
  m.output('sum', held.mul(b).add(count.asSigned()));
  m.at(at(5));
  m.assert('small', count.lt(200), 'it is small');
  return m.build();
}

test('each line of a module has the origin of the part that it is for', () => {
  const [file] = printVerilog(parts(), { lineOrigins: true });
  const shown = file?.text.split('\n').map((line, index) => {
    const origin = file.origins?.[index];
    return `${origin === undefined || !('start' in origin) ? ' ' : origin.start} ${line}`.trimEnd();
  });
  expect(shown?.join('\n')).toMatchInlineSnapshot(`
    "  \`default_nettype none

      module m (
        input wire clk,
        input wire rst,
    1   input wire signed [7:0] a,
    1   input wire signed [7:0] b,
    4   output wire signed [16:0] sum
      );

    2   reg [7:0] count;
    3   reg signed [7:0] held;

    4   wire signed [15:0] held_times_b = held * b;
    4   wire signed [7:0] count_s8 = count;
    4   assign sum = $signed({held_times_b[15], held_times_b}) + $signed({{9{count_s8[7]}}, count_s8});

    2   wire signed [15:0] a_times_b = a * b;
    2   wire n3_below_a_times_b = 16'sd3 < a_times_b;
    2   wire [7:0] count_plus_1 = count + 8'd1;

    2   always @(posedge clk) begin
    2     if (rst) begin
    2       count <= 8'd0;
    3       held <= 8'sd0;
    2     end else if (n3_below_a_times_b) begin
    2       count <= count_plus_1;
    3       held <= a;
    2     end
    2   end

    5 \`ifndef SYNTHESIS
    5   always @(posedge clk) begin
    5     if (!rst && !(count < 8'd200)) $display("ASSERTION %m.small: it is small");
    5   end
    5 \`endif
      endmodule

      \`default_nettype wire
    "
  `);
});

test('the text is the same as without', () => {
  expect(printVerilog(parts(), { lineOrigins: true })[0]?.text).toBe(printVerilog(parts())[0]?.text);
  expect(printVerilog(parts())[0]?.origins).toBeUndefined();
});

test('equal modules are printed once, of all that they were', () => {
  const inverter = (): Module => {
    const m = moduleBuilder('inverter');
    m.output('b', m.input('a').not());
    return m.build();
  };
  const top = moduleBuilder('top');
  const [one, other] = [inverter(), inverter()];
  const first = top.instance('first', one, { a: top.input('a') });
  top.output('b', top.instance('second', other, { a: first.port('b') }).port('b'));
  const files = printVerilog(top.build());
  expect(files.map(({ module, of }) => [module, of.length])).toEqual([
    ['inverter', 2],
    ['top', 1],
  ]);
  expect(files[0]?.of).toEqual([one, other]);
});
