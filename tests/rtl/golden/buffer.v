`default_nettype none

module buffer (
  input wire clk,
  input wire [2:0] write_address,
  input wire [15:0] write_data,
  input wire write,
  input wire [1:0] write_mask,
  input wire [2:0] read_address,
  input wire read,
  output wire [15:0] read_data
);

  reg [15:0] words_data;

  assign read_data = words_data;

  reg [15:0] words [0:7];
  integer words_word;
  initial begin
    for (words_word = 0; words_word < 8; words_word = words_word + 1) words[words_word] = 16'd0;
  end
  always @(posedge clk) begin
    if (read) begin
      words_data <= words[read_address];
      if (write && read_address == write_address) begin
        if (write_mask[0]) words_data[7:0] <= write_data[7:0];
        if (write_mask[1]) words_data[15:8] <= write_data[15:8];
      end
    end
    if (write) begin
      if (write_mask[0]) words[write_address][7:0] <= write_data[7:0];
      if (write_mask[1]) words[write_address][15:8] <= write_data[15:8];
    end
  end
endmodule

`default_nettype wire
