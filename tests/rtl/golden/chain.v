`default_nettype none

module stage (
  input wire clk,
  input wire rst,
  input wire [3:0] d,
  output wire [3:0] q
);

  reg [3:0] q_q;

  assign q = q_q;

  wire [3:0] d_plus_1 = d + 4'd1;

  always @(posedge clk) begin
    if (rst) begin
      q_q <= 4'd0;
    end else begin
      q_q <= d_plus_1;
    end
  end
endmodule

`default_nettype wire
`default_nettype none

module chain (
  input wire clk,
  input wire rst,
  input wire [3:0] d,
  output wire [3:0] q
);

  wire [3:0] first_q;
  wire [3:0] second_q;

  assign q = second_q;

  stage first (
    .clk(clk),
    .rst(rst),
    .d(d),
    .q(first_q)
  );

  stage second (
    .clk(clk),
    .rst(rst),
    .d(first_q),
    .q(second_q)
  );
endmodule

`default_nettype wire
