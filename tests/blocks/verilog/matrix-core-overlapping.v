// Cuts a multiplication into tiles and reads their operands.
`default_nettype none

module core_sequencer (
  input wire clk,
  input wire rst,
  input wire run,
  input wire start,
  input wire [255:0] command,
  output wire room,
  output wire weight_read,
  output wire weight_first,
  output wire [11:0] weight_address,
  output wire activation_read,
  output wire activation_first,
  output wire [11:0] activation_address,
  output wire sum_emit,
  output wire sum_keep,
  output wire sum_add,
  output wire [9:0] sum_address,
  output wire [1:0] rows_left,
  output wire [1:0] columns_left,
  output wire busy,
  output wire done
);

  reg [20:0] k;
  reg [20:0] m;
  reg [11:0] activation_base;
  reg [11:0] activation_stride;
  reg [11:0] weight_stride;
  reg [9:0] result_stride;
  reg accumulate_in;
  reg emit;
  reg [20:0] tile_rows;
  reg next_first;
  reg next_present;
  reg next_first_k;
  reg [20:0] next_left_k;
  reg [20:0] next_left_m;
  reg [20:0] next_left_n;
  reg [11:0] next_activations;
  reg [11:0] next_activation_row;
  reg [11:0] next_weights;
  reg [11:0] next_weight_column;
  reg [9:0] next_results;
  reg [20:0] tile_vectors;
  reg [20:0] tile_columns;
  reg [11:0] tile_activations;
  reg [9:0] tile_results;
  reg tile_first_k;
  reg tile_last_k;
  reg tile_emit;
  reg tile_accumulate_in;
  reg tile_ending;
  reg [1:0] tile_depth;
  reg [20:0] count;
  reg streaming;
  reg [1:0] load_count;
  reg [2:0] left;
  reg drains_0;
  reg [2:0] left_0;
  reg drains_1;
  reg [2:0] left_1;
  reg drains_2;
  reg [2:0] left_2;
  reg drains_3;
  reg [2:0] left_3;

  wire next_last_m = next_left_m <= tile_rows;
  wire next_last_k = next_left_k <= 21'd2;
  wire next_last_n = next_left_n <= 21'd2;
  wire recent = streaming | drains_0;
  wire next_adds = next_first & accumulate_in;
  wire next_in_order = (next_last_n | (m == {11'd0, result_stride})) & (next_results <= tile_results);
  wire load_count_below_2 = load_count < 2'd2;
  wire loads = next_present & load_count_below_2;
  wire [21:0] count_plus_1 = {1'b0, count} + 22'd1;
  wire final_vector = {1'b0, tile_vectors} <= count_plus_1;
  wire [21:0] tile_vectors_plus_2 = {1'b0, tile_vectors} + 22'd2;
  wire [21:0] count_plus_2 = {1'b0, count} + 22'd2;
  wire written = tile_vectors_plus_2 <= count_plus_2;
  wire and_f81e3c59 = ((~((~next_first_k) | (next_adds & next_in_order))) | (21'd1 <= count)) & ((~(next_adds & (~next_in_order))) | written);
  wire apart = (~(recent | (~next_first))) | and_f81e3c59;
  wire and_2a6a1238 = (run & next_present) & ((load_count == 2'd2) | (loads & (load_count == 2'd1)));
  wire takes = (and_2a6a1238 & (final_vector | (~streaming))) & apart;
  wire streamed = (run & streaming) & final_vector;
  wire fresh = start | takes;
  assign room = (~next_present) | (((takes & next_last_k) & next_last_m) & next_last_n);
  wire new_column = next_last_k & next_last_m;
  wire next_present_then = ~(new_column & next_last_n);
  wire next_present_next = start ? 1'b1 : next_present_then;
  wire next_first_k_then = next_last_k;
  wire next_first_k_next = start ? 1'b1 : next_first_k_then;
  wire next_first_next = start;
  wire [20:0] next_left_k_minus_2 = next_left_k - 21'd2;
  wire [20:0] next_left_k_then = next_last_k ? k : next_left_k_minus_2;
  wire [20:0] next_left_k_next = start ? command[52:32] : next_left_k_then;
  wire [20:0] next_left_m_minus_tile_rows = next_left_m - tile_rows;
  wire [20:0] mux_51ef4018 = next_last_m ? m : next_left_m_minus_tile_rows;
  wire [20:0] next_left_m_then = next_last_k ? mux_51ef4018 : next_left_m;
  wire [20:0] next_left_m_next = start ? command[28:8] : next_left_m_then;
  wire [20:0] next_left_n_minus_2 = next_left_n - 21'd2;
  wire [20:0] next_left_n_then = new_column ? next_left_n_minus_2 : next_left_n;
  wire [20:0] next_left_n_next = start ? command[76:56] : next_left_n_then;
  wire [11:0] next_activation_row_plus_tile_rows = next_activation_row + tile_rows[11:0];
  wire [11:0] mux_37b77d39 = next_last_m ? activation_base : next_activation_row_plus_tile_rows;
  wire [11:0] next_activation_row_then = next_last_k ? mux_37b77d39 : next_activation_row;
  wire [11:0] next_activation_row_next = start ? command[91:80] : next_activation_row_then;
  wire [11:0] next_activations_plus_activation_stride = next_activations + activation_stride;
  wire [11:0] next_activations_then = next_last_k ? next_activation_row_then : next_activations_plus_activation_stride;
  wire [11:0] next_activations_next = start ? command[91:80] : next_activations_then;
  wire [11:0] next_weight_column_plus_weight_stride = next_weight_column + weight_stride;
  wire [11:0] next_weight_column_then = new_column ? next_weight_column_plus_weight_stride : next_weight_column;
  wire [11:0] next_weight_column_next = start ? command[139:128] : next_weight_column_then;
  wire [11:0] next_weights_plus_2 = next_weights + 12'd2;
  wire [11:0] next_weights_then = next_last_k ? next_weight_column_then : next_weights_plus_2;
  wire [11:0] next_weights_next = start ? command[139:128] : next_weights_then;
  wire [9:0] next_results_plus_result_stride = next_results + result_stride;
  wire [9:0] next_results_then = new_column ? next_results_plus_result_stride : next_results;
  wire [9:0] next_results_next = start ? command[185:176] : next_results_then;
  assign weight_read = loads & load_count_below_2;
  assign weight_first = weight_read & (load_count == 2'd0);
  wire [11:0] next_weights_plus_1 = next_weights + 12'd1;
  assign weight_address = next_weights_plus_1 - {10'd0, load_count};
  assign activation_read = streaming & (count < tile_vectors);
  assign activation_first = activation_read & (count == 21'd0);
  assign activation_address = tile_activations + count[11:0];
  assign sum_emit = tile_last_k & tile_emit;
  assign sum_keep = ~sum_emit;
  assign sum_add = (~tile_first_k) | tile_accumulate_in;
  assign sum_address = tile_results + count[9:0];
  assign rows_left = tile_depth;
  assign columns_left = tile_columns[1:0];
  wire [2:0] left_minus_1 = left - 3'd1;
  wire [2:0] left_after = (left == 3'd0) ? 3'd0 : left_minus_1;
  wire [2:0] tile_emit_then_3_else_tile_columns = tile_emit ? 3'd3 : tile_columns[2:0];
  wire [2:0] tile_wait = tile_emit_then_3_else_tile_columns + 3'd2;
  wire [2:0] left_next = (streamed & (left_after < tile_wait)) ? tile_wait : left_after;
  wire drained = (drains_0 & (left_0 == 3'd0)) & run;
  wire drains_0_still = drained ? drains_1 : drains_0;
  wire streamed_and_tile_ending = streamed & tile_ending;
  wire drains_0_now = streamed_and_tile_ending & (~drains_0_still);
  wire drains_1_still = drained ? drains_2 : drains_1;
  wire drains_1_now = (streamed_and_tile_ending & drains_0_still) & (~drains_1_still);
  wire drains_2_still = drained ? drains_3 : drains_2;
  wire drains_2_now = (streamed_and_tile_ending & drains_1_still) & (~drains_2_still);
  wire drains_3_still = drained ? 1'b0 : drains_3;
  wire drains_3_now = (streamed_and_tile_ending & drains_2_still) & (~drains_3_still);
  assign busy = (next_present | streaming) | drains_0;
  assign done = drained;

  wire [20:0] next_last_m_then_next_left_m_else_tile_rows = next_last_m ? next_left_m : tile_rows;
  wire [20:0] next_last_n_then_next_left_n_else_2 = next_last_n ? next_left_n : 21'd2;
  wire [1:0] next_last_k_then_next_left_k_else_2 = next_last_k ? next_left_k[1:0] : 2'd2;
  wire [20:0] count_plus_1_u21 = count + 21'd1;
  wire [20:0] takes_then_0_else_count_plus_1 = takes ? 21'd0 : count_plus_1_u21;
  wire [1:0] load_count_plus_1 = load_count + 2'd1;
  wire [1:0] fresh_then_0_else_load_count_plus_1 = fresh ? 2'd0 : load_count_plus_1;
  wire [2:0] drained_then_left_1_else_left_0 = drained ? left_1 : left_0;
  wire [2:0] drained_then_left_1_else_left_0_minus_1 = drained_then_left_1_else_left_0 - 3'd1;
  wire [2:0] mux_e3d65322 = (drained_then_left_1_else_left_0 == 3'd0) ? 3'd0 : drained_then_left_1_else_left_0_minus_1;
  wire [2:0] mux_7f1ea7a1 = drains_0_now ? left_next : mux_e3d65322;
  wire [2:0] drained_then_left_2_else_left_1 = drained ? left_2 : left_1;
  wire [2:0] drained_then_left_2_else_left_1_minus_1 = drained_then_left_2_else_left_1 - 3'd1;
  wire [2:0] mux_e5e7e25a = (drained_then_left_2_else_left_1 == 3'd0) ? 3'd0 : drained_then_left_2_else_left_1_minus_1;
  wire [2:0] mux_4be69bf5 = drains_1_now ? left_next : mux_e5e7e25a;
  wire [2:0] drained_then_left_3_else_left_2 = drained ? left_3 : left_2;
  wire [2:0] drained_then_left_3_else_left_2_minus_1 = drained_then_left_3_else_left_2 - 3'd1;
  wire [2:0] mux_da07bb72 = (drained_then_left_3_else_left_2 == 3'd0) ? 3'd0 : drained_then_left_3_else_left_2_minus_1;
  wire [2:0] mux_59322fca = drains_2_now ? left_next : mux_da07bb72;
  wire [2:0] left_3_minus_1 = left_3 - 3'd1;
  wire [2:0] left_3_is_0_then_0_else_left_3_minus_1 = (left_3 == 3'd0) ? 3'd0 : left_3_minus_1;
  wire [2:0] mux_df91111a = drains_3_now ? left_next : left_3_is_0_then_0_else_left_3_minus_1;

  always @(posedge clk) begin
    if (start) begin
      k <= command[52:32];
      m <= command[28:8];
      activation_base <= command[91:80];
      activation_stride <= command[115:104];
      weight_stride <= command[163:152];
      result_stride <= command[209:200];
      accumulate_in <= command[4];
      emit <= command[5];
      tile_rows <= command[244:224];
    end
  end

  always @(posedge clk) begin
    if (fresh) begin
      next_first <= next_first_next;
      next_first_k <= next_first_k_next;
      next_left_k <= next_left_k_next;
      next_left_m <= next_left_m_next;
      next_left_n <= next_left_n_next;
      next_activations <= next_activations_next;
      next_activation_row <= next_activation_row_next;
      next_weights <= next_weights_next;
      next_weight_column <= next_weight_column_next;
      next_results <= next_results_next;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      next_present <= 1'b0;
    end else if (fresh) begin
      next_present <= next_present_next;
    end
  end

  always @(posedge clk) begin
    if (takes) begin
      tile_vectors <= next_last_m_then_next_left_m_else_tile_rows;
      tile_columns <= next_last_n_then_next_left_n_else_2;
      tile_activations <= next_activations;
      tile_results <= next_results;
      tile_first_k <= next_first_k;
      tile_last_k <= next_last_k;
      tile_emit <= emit;
      tile_accumulate_in <= accumulate_in;
      tile_ending <= (new_column & next_last_n);
      tile_depth <= next_last_k_then_next_left_k_else_2;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      count <= takes_then_0_else_count_plus_1;
      left_0 <= mux_7f1ea7a1;
      left_1 <= mux_4be69bf5;
      left_2 <= mux_59322fca;
      left_3 <= mux_df91111a;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      streaming <= 1'b0;
    end else if (takes | streamed) begin
      streaming <= takes;
    end
  end

  always @(posedge clk) begin
    if (fresh | (run & loads)) begin
      load_count <= fresh_then_0_else_load_count_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      left <= 3'd0;
      drains_0 <= 1'b0;
      drains_1 <= 1'b0;
      drains_2 <= 1'b0;
      drains_3 <= 1'b0;
    end else if (run) begin
      left <= left_next;
      drains_0 <= (drains_0_still | drains_0_now);
      drains_1 <= (drains_1_still | drains_1_now);
      drains_2 <= (drains_2_still | drains_2_now);
      drains_3 <= (drains_3_still | drains_3_now);
    end
  end

  wire _unused_ok = &{1'b0, command[255:245], command[223:210], command[199:186], command[175:164], command[151:140], command[127:116], command[103:92], command[79:77], command[55:53], command[31:29], command[7:6], command[3:0], tile_columns[20:3]};
endmodule

`default_nettype wire

// Moves words between the memories of the core and the one behind spill.
`default_nettype none

module core_mover (
  input wire clk,
  input wire rst,
  input wire start,
  input wire [255:0] command,
  input wire spill_ready,
  input wire spill_response_valid,
  input wire [63:0] stored_row,
  output wire spill_valid,
  output wire spill_write,
  output wire [17:0] spill_address,
  output wire [31:0] spill_data,
  output wire busy,
  output wire done,
  output wire activations_fill,
  output wire [10:0] activations_line_address,
  output wire weights_fill,
  output wire [10:0] weights_line_address,
  output wire [1:0] results_fill,
  output wire [9:0] results_line_address,
  output wire store_read
);

  reg busy_q;
  reg storing;
  reg fills_activations;
  reg fills_weights;
  reg fills_results;
  reg [35:0] requests_left;
  reg [35:0] transfers_left;
  reg [17:0] beat_address;
  reg row_held;
  reg row_beat;
  reg [9:0] row_address;
  reg [10:0] activations_line;
  reg [10:0] weights_line;
  reg [9:0] results_line;
  reg results_beat;

  wire command_3_0_is_5 = command[3:0] == 4'd5;
  wire [25:0] command_31_8_times_2 = command[31:8] * 2'd2;
  wire command_3_0_is_4 = command[3:0] == 4'd4;
  wire command_3_0_is_3 = command[3:0] == 4'd3;
  wire [24:0] command_31_8_plus_1 = {1'b0, command[31:8]} + 25'd1;
  wire command_3_0_is_2 = command[3:0] == 4'd2;
  wire [35:0] mux_591b4c2d = command_3_0_is_2 ? {12'd0, command_31_8_plus_1[24:1]} : 36'd0;
  wire [35:0] mux_ada5e64f = command_3_0_is_3 ? {12'd0, command_31_8_plus_1[24:1]} : mux_591b4c2d;
  wire [35:0] mux_dbae881c = command_3_0_is_4 ? {10'd0, command_31_8_times_2} : mux_ada5e64f;
  wire [35:0] beats = command_3_0_is_5 ? {10'd0, command_31_8_times_2} : mux_dbae881c;
  wire busy_q_and_storing = busy_q & storing;
  wire sending = (busy_q_and_storing & row_held) & spill_ready;
  wire last_beat = sending & row_beat;
  wire row_wanted = row_held ? (last_beat & (36'd1 < transfers_left)) : (transfers_left != 36'd0);
  wire row_read = busy_q_and_storing & row_wanted;
  wire offers = storing ? row_held : (requests_left != 36'd0);
  assign spill_valid = busy_q & offers;
  assign spill_write = storing & row_held;
  assign spill_address = beat_address;
  assign spill_data = row_beat ? stored_row[63:32] : stored_row[31:0];
  wire sent = spill_valid & spill_ready;
  wire received = (busy_q & (~storing)) & spill_response_valid;
  wire moved = storing ? sent : received;
  wire move_done = busy_q & ((transfers_left == 36'd0) | ((transfers_left == 36'd1) & moved));
  assign busy = busy_q;
  assign done = move_done;
  wire activations_received = received & fills_activations;
  assign activations_fill = activations_received;
  assign activations_line_address = activations_line;
  wire weights_received = received & fills_weights;
  assign weights_fill = weights_received;
  assign weights_line_address = weights_line;
  wire results_received = received & fills_results;
  wire [1:0] n1_shl_results_beat = 2'd1 << results_beat;
  wire [1:0] results_received_then_3_else_0 = results_received ? 2'd3 : 2'd0;
  assign results_fill = n1_shl_results_beat & results_received_then_3_else_0;
  assign results_line_address = storing ? row_address : results_line;
  assign store_read = row_read;

  wire start_or_sent = start | sent;
  wire [35:0] requests_left_minus_1 = requests_left - 36'd1;
  wire [35:0] start_then_beats_else_requests_left_minus_1 = start ? beats : requests_left_minus_1;
  wire [35:0] transfers_left_minus_1 = transfers_left - 36'd1;
  wire [35:0] start_then_beats_else_transfers_left_minus_1 = start ? beats : transfers_left_minus_1;
  wire [17:0] beat_address_plus_1 = beat_address + 18'd1;
  wire [31:0] command_87_56 = command[87:56];
  wire [17:0] mux_239efc2d = start ? command_87_56[17:0] : beat_address_plus_1;
  wire start_or_row_read = start | row_read;
  wire row_beat_plus_1 = row_beat + 1'b1;
  wire start_or_last_beat_then_0_else_row_beat_plus_1 = (start | last_beat) ? 1'b0 : row_beat_plus_1;
  wire [9:0] row_address_plus_1 = row_address + 10'd1;
  wire [9:0] start_then_command_41_32_else_row_address_plus_1 = start ? command[41:32] : row_address_plus_1;
  wire [10:0] activations_line_plus_1 = activations_line + 11'd1;
  wire [10:0] mux_61cdae1c = start ? command[43:33] : activations_line_plus_1;
  wire [10:0] weights_line_plus_1 = weights_line + 11'd1;
  wire [10:0] mux_e4462848 = start ? command[43:33] : weights_line_plus_1;
  wire [9:0] results_line_plus_1 = results_line + 10'd1;
  wire [9:0] mux_44fc3672 = start ? command[41:32] : results_line_plus_1;
  wire results_beat_plus_1 = results_beat + 1'b1;
  wire mux_64379d1e = (start | results_beat) ? 1'b0 : results_beat_plus_1;

  always @(posedge clk) begin
    if (rst) begin
      busy_q <= 1'b0;
    end else if (start | move_done) begin
      busy_q <= start;
    end
  end

  always @(posedge clk) begin
    if (start) begin
      storing <= command_3_0_is_5;
      fills_activations <= command_3_0_is_2;
      fills_weights <= command_3_0_is_3;
      fills_results <= command_3_0_is_4;
    end
  end

  always @(posedge clk) begin
    if (start_or_sent) begin
      requests_left <= start_then_beats_else_requests_left_minus_1;
      beat_address <= mux_239efc2d;
    end
  end

  always @(posedge clk) begin
    if (start | moved) begin
      transfers_left <= start_then_beats_else_transfers_left_minus_1;
    end
  end

  always @(posedge clk) begin
    if (start_or_row_read | last_beat) begin
      row_held <= ((~start) & row_read);
    end
  end

  always @(posedge clk) begin
    if (start | sending) begin
      row_beat <= start_or_last_beat_then_0_else_row_beat_plus_1;
    end
  end

  always @(posedge clk) begin
    if (start_or_row_read) begin
      row_address <= start_then_command_41_32_else_row_address_plus_1;
    end
  end

  always @(posedge clk) begin
    if (start | activations_received) begin
      activations_line <= mux_61cdae1c;
    end
  end

  always @(posedge clk) begin
    if (start | weights_received) begin
      weights_line <= mux_e4462848;
    end
  end

  always @(posedge clk) begin
    if (start | (results_received & results_beat)) begin
      results_line <= mux_44fc3672;
    end
  end

  always @(posedge clk) begin
    if (start | results_received) begin
      results_beat <= mux_64379d1e;
    end
  end

  wire _unused_ok = &{1'b0, command[255:88], command[55:44], command[7:4], command_31_8_plus_1[0], command_87_56[31:18]};
endmodule

`default_nettype wire

// A bank of weights: one column of the array reads it.
`default_nettype none

module core_weight_bank (
  input wire clk,
  input wire rst,
  input wire run,
  input wire [11:0] address,
  input wire read,
  output wire read_out,
  output wire [11:0] address_out,
  input wire fill,
  input wire [10:0] fill_line,
  input wire [7:0] fill_low,
  input wire [7:0] fill_high,
  output wire signed [7:0] weight
);

  reg read_q;
  reg [11:0] address_q;
  reg upper;
  reg [15:0] bank_data;

  assign read_out = read_q;
  assign address_out = address_q;
  wire [7:0] upper_then_bank_data_15_8_else_bank_data_7_0 = upper ? bank_data[15:8] : bank_data[7:0];
  assign weight = upper_then_bank_data_15_8_else_bank_data_7_0;

  always @(posedge clk) begin
    if (rst) begin
      read_q <= 1'b0;
    end else if (run) begin
      read_q <= read;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      address_q <= address;
    end
  end

  always @(posedge clk) begin
    if (run & read) begin
      upper <= address[0];
    end
  end

  reg [15:0] bank [0:2047];
  always @(posedge clk) begin
    if (read & run) begin
      bank_data <= bank[address[11:1]];
    end
    if (fill) begin
      bank[fill_line] <= {fill_high, fill_low};
    end
  end
endmodule

`default_nettype wire

// A bank of activations: one row of the array reads it.
`default_nettype none

module core_activation_bank (
  input wire clk,
  input wire rst,
  input wire run,
  input wire [11:0] address,
  input wire read,
  output wire read_out,
  output wire [11:0] address_out,
  input wire fill,
  input wire [10:0] fill_line,
  input wire [7:0] fill_low,
  input wire [7:0] fill_high,
  output wire signed [7:0] activation,
  input wire [1:0] left,
  output wire [1:0] left_out,
  output wire valid,
  input wire first,
  output wire first_out,
  output wire swap
);

  reg read_q;
  reg [11:0] address_q;
  reg upper;
  reg signed [7:0] activation_q;
  reg [1:0] left_q;
  reg valid_q;
  reg first_q;
  reg [15:0] bank_data;

  assign read_out = read_q;
  assign address_out = address_q;
  assign activation = activation_q;
  wire [1:0] left_q_minus_1 = left_q - 2'd1;
  assign left_out = (left_q == 2'd0) ? 2'd0 : left_q_minus_1;
  assign valid = valid_q;
  assign first_out = first_q;
  assign swap = first_out;

  wire [7:0] upper_then_bank_data_15_8_else_bank_data_7_0 = upper ? bank_data[15:8] : bank_data[7:0];

  always @(posedge clk) begin
    if (rst) begin
      read_q <= 1'b0;
      valid_q <= 1'b0;
      first_q <= 1'b0;
    end else if (run) begin
      read_q <= read;
      valid_q <= (read_out & (left_q != 2'd0));
      first_q <= first;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      address_q <= address;
      activation_q <= upper_then_bank_data_15_8_else_bank_data_7_0;
      left_q <= left;
    end
  end

  always @(posedge clk) begin
    if (run & read) begin
      upper <= address[0];
    end
  end

  reg [15:0] bank [0:2047];
  always @(posedge clk) begin
    if (read & run) begin
      bank_data <= bank[address[11:1]];
    end
    if (fill) begin
      bank[fill_line] <= {fill_high, fill_low};
    end
  end
endmodule

`default_nettype wire

// A processing element that keeps its weight.
`default_nettype none

module core_pe (
  input wire clk,
  input wire rst,
  input wire run,
  input wire signed [7:0] activation,
  input wire valid,
  input wire shift,
  input wire signed [7:0] weight_in,
  input wire signed [31:0] sum_in,
  output wire signed [7:0] activation_out,
  output wire valid_out,
  output wire shift_out,
  output wire signed [7:0] weight_out,
  input wire swap,
  output wire swap_out,
  output wire signed [31:0] sum_out
);

  reg signed [7:0] chain;
  reg signed [7:0] activation_out_q;
  reg valid_out_q;
  reg shift_out_q;
  reg swap_out_q;
  reg signed [7:0] weight;
  reg signed [31:0] sum;

  assign activation_out = activation_out_q;
  assign valid_out = valid_out_q;
  assign shift_out = shift_out_q;
  assign weight_out = chain;
  assign swap_out = swap_out_q;
  wire signed [15:0] activation_times_weight = activation * weight;
  wire [31:0] activation_times_weight_plus_sum_in = {{16{activation_times_weight[15]}}, activation_times_weight} + $unsigned(sum_in);
  wire signed [31:0] sum_next = valid ? activation_times_weight_plus_sum_in : sum_in;
  assign sum_out = sum;

  always @(posedge clk) begin
    if (run & shift) begin
      chain <= weight_in;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      activation_out_q <= activation;
      sum <= sum_next;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      valid_out_q <= 1'b0;
      shift_out_q <= 1'b0;
      swap_out_q <= 1'b0;
    end else if (run) begin
      valid_out_q <= valid;
      shift_out_q <= shift;
      swap_out_q <= swap;
    end
  end

  always @(posedge clk) begin
    if (run & swap) begin
      weight <= chain;
    end
  end
endmodule

`default_nettype wire

// A bank of accumulators: one column of the array adds to it.
`default_nettype none

module core_accumulator_bank (
  input wire clk,
  input wire rst,
  input wire run,
  input wire valid,
  input wire emit,
  input wire add,
  input wire keep,
  input wire [9:0] address,
  input wire [1:0] left,
  input wire signed [31:0] sum,
  input wire [9:0] direct_address,
  input wire direct_read,
  input wire fill,
  input wire [31:0] fill_data,
  output wire valid_out,
  output wire emit_out,
  output wire add_out,
  output wire keep_out,
  output wire [1:0] left_out,
  output wire [9:0] address_out,
  output wire signed [31:0] total,
  output wire [31:0] held
);

  reg valid_q;
  reg emit_q;
  reg add_q;
  reg keep_q;
  reg [1:0] left_q;
  reg [9:0] address_q;
  reg active_q;
  reg [31:0] bank_data;

  wire counted = left != 2'd0;
  wire active = valid & counted;
  assign valid_out = valid_q;
  assign emit_out = emit_q;
  assign add_out = add_q;
  assign keep_out = keep_q;
  wire [1:0] left_q_minus_1 = left_q - 2'd1;
  assign left_out = (left_q == 2'd0) ? 2'd0 : left_q_minus_1;
  assign address_out = address_q;
  wire signed [31:0] add_out_then_bank_data_else_0 = add_out ? bank_data : 32'sd0;
  wire signed [31:0] new_total = sum + add_out_then_bank_data_else_0;
  assign total = active_q ? new_total : 32'sd0;
  assign held = bank_data;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      emit_q <= 1'b0;
      active_q <= 1'b0;
    end else if (run) begin
      valid_q <= valid;
      emit_q <= emit;
      active_q <= active;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      add_q <= (add & counted);
      keep_q <= (keep & counted);
      left_q <= left;
      address_q <= address;
    end
  end

  wire [9:0] direct_read_then_direct_address_else_address = direct_read ? direct_address : address;
  wire [9:0] fill_then_direct_address_else_address_out = fill ? direct_address : address_out;
  wire [31:0] fill_then_fill_data_else_new_total = fill ? fill_data : new_total;
  reg [31:0] bank [0:1023];
  always @(posedge clk) begin
    if (direct_read | ((active & add) & run)) begin
      bank_data <= bank[direct_read_then_direct_address_else_address];
    end
    if (fill | ((active_q & keep_out) & run)) begin
      bank[fill_then_direct_address_else_address_out] <= fill_then_fill_data_else_new_total;
    end
  end
endmodule

`default_nettype wire

// A systolic matrix core.
`default_nettype none

module core (
  input wire clk,
  input wire rst,
  input wire commands_valid,
  input wire [255:0] commands_data,
  input wire results_ready,
  output wire commands_done,
  output wire commands_ready,
  input wire [31:0] spill_response_data,
  output wire results_valid,
  output wire [63:0] results_data,
  input wire spill_ready,
  input wire spill_response_valid,
  output wire spill_valid,
  output wire spill_write,
  output wire [17:0] spill_address,
  output wire [31:0] spill_data,
  output wire [3:0] spill_mask
);

  reg results_valid_q;
  reg [2:0] ended_behind;
  reg [2:0] ends_owed;
  reg [2:0] pending;
  reg [2:0] multiplications;
  reg weight_arrived;
  reg weight_starts;
  reg [1:0] chain_rows_q;
  reg [2:0] sum_valid_q;
  reg [44:0] sum_control_q;
  reg [63:0] result_0;
  reg [31:0] result_1;
  wire sequencer_room;
  wire sequencer_weight_read;
  wire sequencer_weight_first;
  wire [11:0] sequencer_weight_address;
  wire sequencer_activation_read;
  wire sequencer_activation_first;
  wire [11:0] sequencer_activation_address;
  wire sequencer_sum_emit;
  wire sequencer_sum_keep;
  wire sequencer_sum_add;
  wire [9:0] sequencer_sum_address;
  wire [1:0] sequencer_rows_left;
  wire [1:0] sequencer_columns_left;
  wire sequencer_busy;
  wire sequencer_done;
  wire mover_spill_valid;
  wire mover_spill_write;
  wire [17:0] mover_spill_address;
  wire [31:0] mover_spill_data;
  wire mover_busy;
  wire mover_done;
  wire mover_activations_fill;
  wire [10:0] mover_activations_line_address;
  wire mover_weights_fill;
  wire [10:0] mover_weights_line_address;
  wire [1:0] mover_results_fill;
  wire [9:0] mover_results_line_address;
  wire mover_store_read;
  wire [15:0] weight_weight_all;
  wire [15:0] activation_activation_all;
  wire [1:0] activation_valid_all;
  wire [1:0] activation_swap_all;
  wire [63:0] pe_sum_out_south;
  wire [63:0] accumulator_held_all;
  wire accumulator_valid_out_east;
  wire accumulator_emit_out_east;
  wire [63:0] accumulator_total_all;

  wire run = (~results_valid_q) | results_ready;
  wire beside = ((commands_data[3:0] == 4'd2) | (commands_data[3:0] == 4'd3)) & commands_data[4];
  wire [2:0] ended_behind_now = ended_behind + {2'd0, mover_done};
  wire [2:0] ended_behind_now_plus_1 = ended_behind_now + 3'd1;
  wire [2:0] sequencer_busy_then_0_else_mover_done = sequencer_busy ? 3'd0 : {2'd0, mover_done};
  wire [2:0] mux_a7123d76 = sequencer_done ? ended_behind_now_plus_1 : sequencer_busy_then_0_else_mover_done;
  wire [2:0] ends_now = ends_owed + mux_a7123d76;
  wire ended = ends_now != 3'd0;
  assign commands_done = ended;
  wire [2:0] multiplications_left = multiplications - {2'd0, sequencer_done};
  wire not_mover_busy_or_mover_done = (~mover_busy) | mover_done;
  wire mux_9f82dcac = beside ? (multiplications_left <= 3'd1) : (multiplications_left == 3'd0);
  wire free = not_mover_busy_or_mover_done & mux_9f82dcac;
  wire commands_data_3_0_is_1 = commands_data[3:0] == 4'd1;
  wire pending_below_4_or_commands_done = (pending < 3'd4) | commands_done;
  wire free_and_pending_below_4_or_commands_done = free & pending_below_4_or_commands_done;
  wire and_e77d905d = (not_mover_busy_or_mover_done & sequencer_room) & pending_below_4_or_commands_done;
  wire ready = commands_data_3_0_is_1 ? and_e77d905d : free_and_pending_below_4_or_commands_done;
  assign commands_ready = ready;
  wire taken = commands_valid & commands_ready;
  wire [1:0] chain_rows = weight_starts ? 2'd1 : {chain_rows_q[0], 1'b1};
  assign results_valid = results_valid_q;
  assign results_data = {result_1, result_0[63:32]};
  assign spill_valid = mover_spill_valid;
  assign spill_write = mover_spill_write;
  assign spill_address = mover_spill_address;
  assign spill_data = mover_spill_data;
  assign spill_mask = 4'd15;

  wire [2:0] sequencer_done_then_0_else_ended_behind_now = sequencer_done ? 3'd0 : ended_behind_now;
  wire [2:0] ends_now_minus_commands_done = ends_now - {2'd0, commands_done};
  wire [2:0] pending_plus_1 = pending + 3'd1;
  wire [2:0] pending_minus_1 = pending - 3'd1;
  wire [2:0] taken_then_pending_plus_1_else_pending_minus_1 = taken ? pending_plus_1 : pending_minus_1;
  wire taken_and_commands_data_3_0_is_1 = taken & commands_data_3_0_is_1;
  wire [2:0] plus_9ccc4d67 = multiplications_left + {2'd0, taken_and_commands_data_3_0_is_1};

  always @(posedge clk) begin
    if (rst) begin
      results_valid_q <= 1'b0;
      weight_arrived <= 1'b0;
      sum_valid_q <= 3'd0;
    end else if (run) begin
      results_valid_q <= (accumulator_valid_out_east & accumulator_emit_out_east);
      weight_arrived <= sequencer_weight_read;
      sum_valid_q <= {sum_valid_q[1:0], sequencer_activation_read};
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      ended_behind <= 3'd0;
    end else if (sequencer_busy) begin
      ended_behind <= sequencer_done_then_0_else_ended_behind_now;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      ends_owed <= 3'd0;
    end else if (commands_done) begin
      ends_owed <= ends_now_minus_commands_done;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      pending <= 3'd0;
    end else if (taken ^ commands_done) begin
      pending <= taken_then_pending_plus_1_else_pending_minus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      multiplications <= 3'd0;
    end else if (taken_and_commands_data_3_0_is_1 | sequencer_done) begin
      multiplications <= plus_9ccc4d67;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      weight_starts <= sequencer_weight_first;
      sum_control_q <= {sum_control_q[29:0], sequencer_sum_address, sequencer_sum_emit, sequencer_sum_add, sequencer_sum_keep, sequencer_columns_left};
      result_0 <= {result_0[31:0], accumulator_total_all[31:0]};
      result_1 <= accumulator_total_all[63:32];
    end
  end

  always @(posedge clk) begin
    if (run & weight_arrived) begin
      chain_rows_q <= chain_rows;
    end
  end

  core_sequencer sequencer (
    .clk(clk),
    .rst(rst),
    .run(run),
    .start(taken_and_commands_data_3_0_is_1),
    .command(commands_data),
    .room(sequencer_room),
    .weight_read(sequencer_weight_read),
    .weight_first(sequencer_weight_first),
    .weight_address(sequencer_weight_address),
    .activation_read(sequencer_activation_read),
    .activation_first(sequencer_activation_first),
    .activation_address(sequencer_activation_address),
    .sum_emit(sequencer_sum_emit),
    .sum_keep(sequencer_sum_keep),
    .sum_add(sequencer_sum_add),
    .sum_address(sequencer_sum_address),
    .rows_left(sequencer_rows_left),
    .columns_left(sequencer_columns_left),
    .busy(sequencer_busy),
    .done(sequencer_done)
  );

  wire and_28b10c7e = (commands_valid & free_and_pending_below_4_or_commands_done) & (~commands_data_3_0_is_1);
  core_mover mover (
    .clk(clk),
    .rst(rst),
    .start(and_28b10c7e),
    .command(commands_data),
    .spill_ready(spill_ready),
    .spill_response_valid(spill_response_valid),
    .stored_row(accumulator_held_all),
    .spill_valid(mover_spill_valid),
    .spill_write(mover_spill_write),
    .spill_address(mover_spill_address),
    .spill_data(mover_spill_data),
    .busy(mover_busy),
    .done(mover_done),
    .activations_fill(mover_activations_fill),
    .activations_line_address(mover_activations_line_address),
    .weights_fill(mover_weights_fill),
    .weights_line_address(mover_weights_line_address),
    .results_fill(mover_results_fill),
    .results_line_address(mover_results_line_address),
    .store_read(mover_store_read)
  );

  wire [15:0] spill_response_data_15_0 = spill_response_data[15:0];
  wire [15:0] spill_response_data_31_16 = spill_response_data[31:16];
  genvar weight_i;
  generate
    for (weight_i = 0; weight_i < 2; weight_i = weight_i + 1) begin : weight_cell
      wire run_cell;
      wire [11:0] address;
      wire read;
      wire fill;
      wire [10:0] fill_line;
      wire [7:0] fill_low;
      wire [7:0] fill_high;
      wire read_out;
      wire [11:0] address_out;
      wire signed [7:0] weight;
      assign run_cell = run;
      if (weight_i == 0) begin : address_edge
        assign address = sequencer_weight_address;
      end else begin : address_inner
        assign address = weight_cell[weight_i-1].address_out;
      end
      if (weight_i == 0) begin : read_edge
        assign read = sequencer_weight_read;
      end else begin : read_inner
        assign read = weight_cell[weight_i-1].read_out;
      end
      assign fill = mover_weights_fill;
      assign fill_line = mover_weights_line_address;
      assign fill_low = spill_response_data_15_0[8*weight_i +: 8];
      assign fill_high = spill_response_data_31_16[8*weight_i +: 8];
      assign weight_weight_all[8*weight_i +: 8] = weight;
      if (weight_i == 1) begin : read_out_unread
        wire _unused_read_out = &{1'b0, read_out};
      end
      if (weight_i == 1) begin : address_out_unread
        wire _unused_address_out = &{1'b0, address_out};
      end
      core_weight_bank u (
        .clk(clk),
        .rst(rst),
        .run(run_cell),
        .address(address),
        .read(read),
        .fill(fill),
        .fill_line(fill_line),
        .fill_low(fill_low),
        .fill_high(fill_high),
        .read_out(read_out),
        .address_out(address_out),
        .weight(weight)
      );
    end
  endgenerate

  genvar activation_i;
  generate
    for (activation_i = 0; activation_i < 2; activation_i = activation_i + 1) begin : activation_cell
      wire run_cell;
      wire [11:0] address;
      wire read;
      wire fill;
      wire [10:0] fill_line;
      wire [7:0] fill_low;
      wire [7:0] fill_high;
      wire [1:0] left;
      wire first;
      wire read_out;
      wire [11:0] address_out;
      wire signed [7:0] activation;
      wire [1:0] left_out;
      wire valid;
      wire first_out;
      wire swap;
      assign run_cell = run;
      if (activation_i == 0) begin : address_edge
        assign address = sequencer_activation_address;
      end else begin : address_inner
        assign address = activation_cell[activation_i-1].address_out;
      end
      if (activation_i == 0) begin : read_edge
        assign read = sequencer_activation_read;
      end else begin : read_inner
        assign read = activation_cell[activation_i-1].read_out;
      end
      assign fill = mover_activations_fill;
      assign fill_line = mover_activations_line_address;
      assign fill_low = spill_response_data_15_0[8*activation_i +: 8];
      assign fill_high = spill_response_data_31_16[8*activation_i +: 8];
      if (activation_i == 0) begin : left_edge
        assign left = sequencer_rows_left;
      end else begin : left_inner
        assign left = activation_cell[activation_i-1].left_out;
      end
      if (activation_i == 0) begin : first_edge
        assign first = sequencer_activation_first;
      end else begin : first_inner
        assign first = activation_cell[activation_i-1].first_out;
      end
      assign activation_activation_all[8*activation_i +: 8] = activation;
      assign activation_valid_all[activation_i] = valid;
      assign activation_swap_all[activation_i] = swap;
      if (activation_i == 1) begin : read_out_unread
        wire _unused_read_out = &{1'b0, read_out};
      end
      if (activation_i == 1) begin : address_out_unread
        wire _unused_address_out = &{1'b0, address_out};
      end
      if (activation_i == 1) begin : left_out_unread
        wire _unused_left_out = &{1'b0, left_out};
      end
      if (activation_i == 1) begin : first_out_unread
        wire _unused_first_out = &{1'b0, first_out};
      end
      core_activation_bank u (
        .clk(clk),
        .rst(rst),
        .run(run_cell),
        .address(address),
        .read(read),
        .fill(fill),
        .fill_line(fill_line),
        .fill_low(fill_low),
        .fill_high(fill_high),
        .left(left),
        .first(first),
        .read_out(read_out),
        .address_out(address_out),
        .activation(activation),
        .left_out(left_out),
        .valid(valid),
        .first_out(first_out),
        .swap(swap)
      );
    end
  endgenerate

  wire [1:0] weight_arrived_then_chain_rows_else_0 = weight_arrived ? chain_rows : 2'd0;
  genvar pe_i, pe_j;
  generate
    for (pe_i = 0; pe_i < 2; pe_i = pe_i + 1) begin : pe_row
      for (pe_j = 0; pe_j < 2; pe_j = pe_j + 1) begin : col
        wire run_cell;
        wire signed [7:0] activation;
        wire valid;
        wire shift;
        wire signed [7:0] weight_in;
        wire signed [31:0] sum_in;
        wire swap;
        wire signed [7:0] activation_out;
        wire valid_out;
        wire shift_out;
        wire signed [7:0] weight_out;
        wire swap_out;
        wire signed [31:0] sum_out;
        assign run_cell = run;
        if (pe_j == 0) begin : activation_edge
          assign activation = activation_activation_all[8*pe_i +: 8];
        end else begin : activation_inner
          assign activation = pe_row[pe_i].col[pe_j-1].activation_out;
        end
        if (pe_j == 0) begin : valid_edge
          assign valid = activation_valid_all[pe_i];
        end else begin : valid_inner
          assign valid = pe_row[pe_i].col[pe_j-1].valid_out;
        end
        if (pe_j == 0) begin : shift_edge
          assign shift = weight_arrived_then_chain_rows_else_0[pe_i];
        end else begin : shift_inner
          assign shift = pe_row[pe_i].col[pe_j-1].shift_out;
        end
        if (pe_i == 0) begin : weight_in_edge
          assign weight_in = weight_weight_all[8*pe_j +: 8];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i-1].col[pe_j].weight_out;
        end
        if (pe_i == 0) begin : sum_in_edge
          assign sum_in = 32'sd0;
        end else begin : sum_in_inner
          assign sum_in = pe_row[pe_i-1].col[pe_j].sum_out;
        end
        if (pe_j == 0) begin : swap_edge
          assign swap = activation_swap_all[pe_i];
        end else begin : swap_inner
          assign swap = pe_row[pe_i].col[pe_j-1].swap_out;
        end
        if (pe_i == 1) begin : sum_out_south
          assign pe_sum_out_south[32*pe_j +: 32] = sum_out;
        end
        if (pe_j == 1) begin : activation_out_unread
          wire _unused_activation_out = &{1'b0, activation_out};
        end
        if (pe_j == 1) begin : valid_out_unread
          wire _unused_valid_out = &{1'b0, valid_out};
        end
        if (pe_j == 1) begin : shift_out_unread
          wire _unused_shift_out = &{1'b0, shift_out};
        end
        if (pe_i == 1) begin : weight_out_unread
          wire _unused_weight_out = &{1'b0, weight_out};
        end
        if (pe_j == 1) begin : swap_out_unread
          wire _unused_swap_out = &{1'b0, swap_out};
        end
        core_pe u (
          .clk(clk),
          .rst(rst),
          .run(run_cell),
          .activation(activation),
          .valid(valid),
          .shift(shift),
          .weight_in(weight_in),
          .sum_in(sum_in),
          .swap(swap),
          .activation_out(activation_out),
          .valid_out(valid_out),
          .shift_out(shift_out),
          .weight_out(weight_out),
          .swap_out(swap_out),
          .sum_out(sum_out)
        );
      end
    end
  endgenerate

  wire sum_valid_q_2 = sum_valid_q[2];
  wire sum_control_q_34 = sum_control_q[34];
  wire sum_control_q_33 = sum_control_q[33];
  wire sum_control_q_32 = sum_control_q[32];
  wire [9:0] sum_control_q_44_35 = sum_control_q[44:35];
  wire [1:0] sum_control_q_31_30 = sum_control_q[31:30];
  wire [63:0] spill_response_data_spill_response_data = {spill_response_data, spill_response_data};
  genvar accumulator_i;
  generate
    for (accumulator_i = 0; accumulator_i < 2; accumulator_i = accumulator_i + 1) begin : accumulator_cell
      wire run_cell;
      wire valid;
      wire emit;
      wire add;
      wire keep;
      wire [9:0] address;
      wire [1:0] left;
      wire signed [31:0] sum;
      wire [9:0] direct_address;
      wire direct_read;
      wire fill;
      wire [31:0] fill_data;
      wire valid_out;
      wire emit_out;
      wire add_out;
      wire keep_out;
      wire [1:0] left_out;
      wire [9:0] address_out;
      wire signed [31:0] total;
      wire [31:0] held;
      assign run_cell = run;
      if (accumulator_i == 0) begin : valid_edge
        assign valid = sum_valid_q_2;
      end else begin : valid_inner
        assign valid = accumulator_cell[accumulator_i-1].valid_out;
      end
      if (accumulator_i == 0) begin : emit_edge
        assign emit = sum_control_q_34;
      end else begin : emit_inner
        assign emit = accumulator_cell[accumulator_i-1].emit_out;
      end
      if (accumulator_i == 0) begin : add_edge
        assign add = sum_control_q_33;
      end else begin : add_inner
        assign add = accumulator_cell[accumulator_i-1].add_out;
      end
      if (accumulator_i == 0) begin : keep_edge
        assign keep = sum_control_q_32;
      end else begin : keep_inner
        assign keep = accumulator_cell[accumulator_i-1].keep_out;
      end
      if (accumulator_i == 0) begin : address_edge
        assign address = sum_control_q_44_35;
      end else begin : address_inner
        assign address = accumulator_cell[accumulator_i-1].address_out;
      end
      if (accumulator_i == 0) begin : left_edge
        assign left = sum_control_q_31_30;
      end else begin : left_inner
        assign left = accumulator_cell[accumulator_i-1].left_out;
      end
      assign sum = pe_sum_out_south[32*accumulator_i +: 32];
      assign direct_address = mover_results_line_address;
      assign direct_read = mover_store_read;
      assign fill = mover_results_fill[accumulator_i];
      assign fill_data = spill_response_data_spill_response_data[32*accumulator_i +: 32];
      assign accumulator_held_all[32*accumulator_i +: 32] = held;
      if (accumulator_i == 1) begin : valid_out_east
        assign accumulator_valid_out_east = valid_out;
      end
      if (accumulator_i == 1) begin : emit_out_east
        assign accumulator_emit_out_east = emit_out;
      end
      assign accumulator_total_all[32*accumulator_i +: 32] = total;
      if (accumulator_i == 1) begin : add_out_unread
        wire _unused_add_out = &{1'b0, add_out};
      end
      if (accumulator_i == 1) begin : keep_out_unread
        wire _unused_keep_out = &{1'b0, keep_out};
      end
      if (accumulator_i == 1) begin : left_out_unread
        wire _unused_left_out = &{1'b0, left_out};
      end
      if (accumulator_i == 1) begin : address_out_unread
        wire _unused_address_out = &{1'b0, address_out};
      end
      core_accumulator_bank u (
        .clk(clk),
        .rst(rst),
        .run(run_cell),
        .valid(valid),
        .emit(emit),
        .add(add),
        .keep(keep),
        .address(address),
        .left(left),
        .sum(sum),
        .direct_address(direct_address),
        .direct_read(direct_read),
        .fill(fill),
        .fill_data(fill_data),
        .valid_out(valid_out),
        .emit_out(emit_out),
        .add_out(add_out),
        .keep_out(keep_out),
        .left_out(left_out),
        .address_out(address_out),
        .total(total),
        .held(held)
      );
    end
  endgenerate

  wire _unused_ok = &{1'b0, chain_rows_q[1]};
endmodule

`default_nettype wire
