// A static RAM between two sides, of which serve wins.
`default_nettype none

module buffer (
  input wire clk,
  input wire rst,
  input wire serve_valid,
  input wire serve_write,
  input wire [4:0] serve_address,
  input wire [31:0] serve_data,
  input wire [3:0] serve_mask,
  input wire fill_valid,
  input wire fill_write,
  input wire [4:0] fill_address,
  input wire [31:0] fill_data,
  input wire [3:0] fill_mask,
  output wire serve_ready,
  output wire fill_ready,
  output wire serve_response_valid,
  output wire [31:0] serve_response_data,
  output wire fill_response_valid,
  output wire [31:0] fill_response_data
);

  reg serve_read_q;
  reg fill_read_q;
  reg [31:0] words_data;

  wire not_e37976e2 = ~(serve_valid & (~(serve_write ^ fill_write)));
  wire fill_taken = fill_valid & not_e37976e2;
  assign serve_ready = 1'b1;
  assign fill_ready = not_e37976e2;
  assign serve_response_valid = serve_read_q;
  assign serve_response_data = words_data;
  assign fill_response_valid = fill_read_q;
  assign fill_response_data = words_data;

  wire serve_valid_and_not_serve_write = serve_valid & (~serve_write);
  wire fill_taken_and_not_fill_write = fill_taken & (~fill_write);

  always @(posedge clk) begin
    if (rst) begin
      serve_read_q <= 1'b0;
      fill_read_q <= 1'b0;
    end else begin
      serve_read_q <= serve_valid_and_not_serve_write;
      fill_read_q <= fill_taken_and_not_fill_write;
    end
  end

  wire [4:0] mux_e3e5cff0 = serve_valid_and_not_serve_write ? serve_address : fill_address;
  wire serve_valid_and_serve_write = serve_valid & serve_write;
  wire [4:0] mux_d40235e6 = serve_valid_and_serve_write ? serve_address : fill_address;
  wire [31:0] mux_94f2365a = serve_valid_and_serve_write ? serve_data : fill_data;
  wire [3:0] mux_fca88b9f = serve_valid_and_serve_write ? serve_mask : fill_mask;
  reg [31:0] words [0:19];
  always @(posedge clk) begin
    if (serve_valid_and_not_serve_write | fill_taken_and_not_fill_write) begin
      words_data <= words[mux_e3e5cff0];
    end
    if (serve_valid_and_serve_write | (fill_taken & fill_write)) begin
      if (mux_fca88b9f[0]) words[mux_d40235e6][7:0] <= mux_94f2365a[7:0];
      if (mux_fca88b9f[1]) words[mux_d40235e6][15:8] <= mux_94f2365a[15:8];
      if (mux_fca88b9f[2]) words[mux_d40235e6][23:16] <= mux_94f2365a[23:16];
      if (mux_fca88b9f[3]) words[mux_d40235e6][31:24] <= mux_94f2365a[31:24];
    end
  end
endmodule

`default_nettype wire
