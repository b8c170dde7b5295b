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

  wire sides_meet = serve_valid & (~(serve_write ^ fill_write));
  wire not_sides_meet = ~sides_meet;
  wire fill_taken = fill_valid & not_sides_meet;
  assign serve_ready = 1'b1;
  assign fill_ready = not_sides_meet;
  wire serve_writes = serve_valid & serve_write;
  wire serve_reads = serve_valid & (~serve_write);
  wire [4:0] write_address = serve_writes ? serve_address : fill_address;
  wire [31:0] write_data = serve_writes ? serve_data : fill_data;
  wire [3:0] write_mask = serve_writes ? serve_mask : fill_mask;
  wire [4:0] read_address = serve_reads ? serve_address : fill_address;
  assign serve_response_valid = serve_read_q;
  assign serve_response_data = words_data;
  assign fill_response_valid = fill_read_q;
  assign fill_response_data = words_data;

  wire fill_taken_and_not_fill_write = fill_taken & (~fill_write);

  always @(posedge clk) begin
    if (rst) begin
      serve_read_q <= 1'b0;
      fill_read_q <= 1'b0;
    end else begin
      serve_read_q <= serve_reads;
      fill_read_q <= fill_taken_and_not_fill_write;
    end
  end

  reg [31:0] words [0:19];
  always @(posedge clk) begin
    if (serve_reads | fill_taken_and_not_fill_write) begin
      words_data <= words[read_address];
    end
    if (serve_writes | (fill_taken & fill_write)) begin
      if (write_mask[0]) words[write_address][7:0] <= write_data[7:0];
      if (write_mask[1]) words[write_address][15:8] <= write_data[15:8];
      if (write_mask[2]) words[write_address][23:16] <= write_data[23:16];
      if (write_mask[3]) words[write_address][31:24] <= write_data[31:24];
    end
  end
endmodule

`default_nettype wire
