`default_nettype none

module wide_buffer (
  input wire clk,
  input wire [2:0] write_address,
  input wire [191:0] write_data,
  input wire write,
  input wire [23:0] write_mask,
  input wire [2:0] read_address,
  input wire read,
  output wire [191:0] read_data
);

  wire [191:0] words_data;

  assign read_data = words_data;

  localparam [191:0] words_initial = 192'd0;
  genvar words_i;
  generate
    for (words_i = 0; words_i < 3; words_i = words_i + 1) begin : words_part
      wire [63:0] words_part_write = write_data[64*words_i +: 64];
      wire [7:0] words_part_mask = write_mask[8*words_i +: 8];
      reg [63:0] words_part_data;
      assign words_data[64*words_i +: 64] = words_part_data;
      reg [63:0] words [0:7];
      integer words_word;
      initial begin
        for (words_word = 0; words_word < 8; words_word = words_word + 1) words[words_word] = words_initial[64*words_i +: 64];
      end
      always @(posedge clk) begin
        if (read) begin
          words_part_data <= words[read_address];
          if (write && read_address == write_address) begin
            if (words_part_mask[0]) words_part_data[7:0] <= words_part_write[7:0];
            if (words_part_mask[1]) words_part_data[15:8] <= words_part_write[15:8];
            if (words_part_mask[2]) words_part_data[23:16] <= words_part_write[23:16];
            if (words_part_mask[3]) words_part_data[31:24] <= words_part_write[31:24];
            if (words_part_mask[4]) words_part_data[39:32] <= words_part_write[39:32];
            if (words_part_mask[5]) words_part_data[47:40] <= words_part_write[47:40];
            if (words_part_mask[6]) words_part_data[55:48] <= words_part_write[55:48];
            if (words_part_mask[7]) words_part_data[63:56] <= words_part_write[63:56];
          end
        end
        if (write) begin
          if (words_part_mask[0]) words[write_address][7:0] <= words_part_write[7:0];
          if (words_part_mask[1]) words[write_address][15:8] <= words_part_write[15:8];
          if (words_part_mask[2]) words[write_address][23:16] <= words_part_write[23:16];
          if (words_part_mask[3]) words[write_address][31:24] <= words_part_write[31:24];
          if (words_part_mask[4]) words[write_address][39:32] <= words_part_write[39:32];
          if (words_part_mask[5]) words[write_address][47:40] <= words_part_write[47:40];
          if (words_part_mask[6]) words[write_address][55:48] <= words_part_write[55:48];
          if (words_part_mask[7]) words[write_address][63:56] <= words_part_write[63:56];
        end
      end
    end
  endgenerate
endmodule

`default_nettype wire
