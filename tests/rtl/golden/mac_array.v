// Keeps a weight, multiplies it by what passes east, adds what passes south.
`default_nettype none

module mac (
  input wire clk,
  input wire rst,
  input wire advance,
  input wire signed [7:0] a,
  input wire signed [31:0] p,
  input wire load,
  output wire signed [7:0] a_out,
  output wire signed [31:0] p_out
);

  reg signed [7:0] weight;
  reg signed [31:0] sum;
  reg signed [7:0] a_q;

  assign a_out = a_q;
  assign p_out = sum;

  wire signed [15:0] a_times_weight = a * weight;
  wire signed [31:0] p_plus_a_times_weight = p + $signed({{16{a_times_weight[15]}}, a_times_weight});

  always @(posedge clk) begin
    if (load) begin
      weight <= a;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      sum <= 32'sd0;
    end else if (advance) begin
      sum <= p_plus_a_times_weight;
    end
  end

  always @(posedge clk) begin
    if (advance) begin
      a_q <= a;
    end
  end
endmodule

`default_nettype wire
`default_nettype none

module mac_array (
  input wire clk,
  input wire rst,
  input wire advance,
  input wire [2:0] load,
  input wire [31:0] a,
  output wire [95:0] p
);

  wire [95:0] cells_p_out_south;

  assign p = cells_p_out_south;

  genvar cells_i, cells_j;
  generate
    for (cells_i = 0; cells_i < 4; cells_i = cells_i + 1) begin : cells_row
      for (cells_j = 0; cells_j < 3; cells_j = cells_j + 1) begin : col
        wire advance_cell;
        wire signed [7:0] a_cell;
        wire signed [31:0] p_cell;
        wire load_cell;
        wire signed [7:0] a_out;
        wire signed [31:0] p_out;
        assign advance_cell = advance;
        if (cells_j == 0) begin : a_cell_edge
          assign a_cell = a[8*cells_i +: 8];
        end else begin : a_cell_inner
          assign a_cell = cells_row[cells_i].col[cells_j-1].a_out;
        end
        if (cells_i == 0) begin : p_cell_edge
          assign p_cell = 32'sd0;
        end else begin : p_cell_inner
          assign p_cell = cells_row[cells_i-1].col[cells_j].p_out;
        end
        assign load_cell = load[cells_j];
        if (cells_i == 3) begin : p_out_south
          assign cells_p_out_south[32*cells_j +: 32] = p_out;
        end
        if (cells_j == 2) begin : a_out_unread
          wire _unused_a_out = &{1'b0, a_out};
        end
        mac u (
          .clk(clk),
          .rst(rst),
          .advance(advance_cell),
          .a(a_cell),
          .p(p_cell),
          .load(load_cell),
          .a_out(a_out),
          .p_out(p_out)
        );
      end
    end
  endgenerate
endmodule

`default_nettype wire
