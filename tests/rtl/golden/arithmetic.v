`default_nettype none

module arithmetic (
  input wire clk,
  input wire rst,
  input wire signed [7:0] a,
  input wire [7:0] b,
  input wire [2:0] n,
  output wire signed [15:0] product,
  output wire signed [9:0] difference,
  output wire signed [7:0] shifted,
  output wire below,
  output wire signed [8:0] magnitude,
  output wire [12:0] joined,
  output wire sticky
);

  reg sticky_q_1;
  reg sticky_q;

  assign product = a * $signed({1'b0, b});
  assign difference = $signed({{2{a[7]}}, a}) - $signed({2'd0, b});
  assign shifted = a >>> n;
  assign below = $signed({a[7], a}) < $signed({1'b0, b});
  wire signed [8:0] negative_a = -$signed({a[7], a});
  assign magnitude = (a < 8'sd0) ? negative_a : {a[7], a};
  assign joined = {a, b[7:4], (|n)};
  assign sticky = sticky_q;

  wire [14:0] b_shl_n = {7'd0, b} << n;

  always @(posedge clk) begin
    if (rst) begin
      sticky_q_1 <= 1'b0;
      sticky_q <= 1'b0;
    end else begin
      sticky_q_1 <= (^b_shl_n);
      sticky_q <= sticky_q_1;
    end
  end
endmodule

`default_nettype wire
