`default_nettype none

module queue (
  input wire clk,
  input wire rst,
  input wire in_valid,
  input wire [7:0] in_data,
  input wire out_ready,
  output wire in_ready,
  output wire out_valid,
  output wire [7:0] out_data
);

  reg [2:0] head;
  reg [2:0] tail;
  reg [7:0] slot_0;
  reg [7:0] slot_1;
  reg [7:0] slot_2;
  reg [7:0] slot_3;

  wire empty = head == tail;
  wire [2:0] tail_xor_4 = tail ^ 3'd4;
  wire full = head == tail_xor_4;
  wire not_full = ~full;
  wire push = in_valid & not_full;
  wire not_empty = ~empty;
  wire pop = out_ready & not_empty;
  assign in_ready = not_full;
  assign out_valid = not_empty;
  wire [31:0] slot_3_slot_2_slot_1_slot_0 = {slot_3, slot_2, slot_1, slot_0};
  assign out_data = slot_3_slot_2_slot_1_slot_0[{head[1:0], 3'd0} +: 8];

  wire [2:0] head_plus_1 = head + 3'd1;
  wire [2:0] tail_plus_1 = tail + 3'd1;

  always @(posedge clk) begin
    if (rst) begin
      head <= 3'd0;
    end else if (pop) begin
      head <= head_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      tail <= 3'd0;
    end else if (push) begin
      tail <= tail_plus_1;
    end
  end

  always @(posedge clk) begin
    if (push & (tail[1:0] == 2'd0)) begin
      slot_0 <= in_data;
    end
  end

  always @(posedge clk) begin
    if (push & (tail[1:0] == 2'd1)) begin
      slot_1 <= in_data;
    end
  end

  always @(posedge clk) begin
    if (push & (tail[1:0] == 2'd2)) begin
      slot_2 <= in_data;
    end
  end

  always @(posedge clk) begin
    if (push & (tail[1:0] == 2'd3)) begin
      slot_3 <= in_data;
    end
  end

`ifndef SYNTHESIS
  always @(posedge clk) begin
    if (!rst && !(~(push & full))) $display("ASSERTION %m.no_overrun: a full queue takes nothing");
  end
`endif
endmodule

`default_nettype wire
