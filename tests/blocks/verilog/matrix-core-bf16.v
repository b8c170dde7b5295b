// Cuts a multiplication into tiles and reads their operands.
`default_nettype none

module core_sequencer (
  input wire clk,
  input wire rst,
  input wire run,
  input wire start,
  input wire [255:0] command,
  output wire weight_read,
  output wire weight_first,
  output wire [10:0] weight_address,
  output wire activation_read,
  output wire activation_first,
  output wire activation_partial,
  output wire [10:0] activation_address,
  output wire sum_emit,
  output wire sum_keep,
  output wire sum_add,
  output wire sum_partial,
  output wire [9:0] sum_address,
  output wire [1:0] row_counts,
  output wire [1:0] column_counts,
  output wire busy,
  output wire done
);

  reg [20:0] k;
  reg [20:0] m;
  reg [10:0] activation_base;
  reg [10:0] activation_stride;
  reg [10:0] weight_stride;
  reg [9:0] result_stride;
  reg accumulate_in;
  reg emit;
  reg [20:0] tile_rows;
  reg next_present;
  reg next_first_k;
  reg [20:0] next_left_k;
  reg [20:0] next_left_m;
  reg [20:0] next_left_n;
  reg [10:0] next_activations;
  reg [10:0] next_activation_row;
  reg [10:0] next_weights;
  reg [10:0] next_weight_column;
  reg [9:0] next_results;
  reg [20:0] tile_vectors;
  reg [20:0] tile_columns;
  reg [10:0] tile_activations;
  reg [9:0] tile_results;
  reg tile_first_k;
  reg tile_last_k;
  reg tile_last_n;
  reg [20:0] count;
  reg streaming;
  reg [1:0] row_mask;
  reg [1:0] column_mask;
  reg draining;
  reg [2:0] left;

  wire next_last_m = next_left_m <= tile_rows;
  wire next_last_k = next_left_k <= 21'd2;
  wire next_last_n = next_left_n <= 21'd2;
  wire [21:0] count_plus_1 = {1'b0, count} + 22'd1;
  wire final_vector = {1'b0, tile_vectors} <= count_plus_1;
  wire active = next_present | streaming;
  wire streaming_then_2_to_count_else_1_to_count = streaming ? (21'd2 <= count) : (21'd1 <= count);
  wire not_next_present = ~next_present;
  wire and_ab4c3018 = (run & active) & (streaming_then_2_to_count_else_1_to_count | not_next_present);
  wire slot_ends = (and_ab4c3018 & (final_vector | (~streaming))) & ((21'd5 <= count) | (~((next_present & streaming) & (~next_first_k))));
  wire [20:0] load_count = count - {20'd0, streaming};
  wire new_column = next_last_k & next_last_m;
  wire next_present_then = ~(new_column & next_last_n);
  wire next_present_next = start ? 1'b1 : next_present_then;
  wire next_first_k_then = next_last_k;
  wire next_first_k_next = start ? 1'b1 : next_first_k_then;
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
  wire [10:0] next_activation_row_plus_tile_rows = next_activation_row + tile_rows[10:0];
  wire [10:0] mux_3404b456 = next_last_m ? activation_base : next_activation_row_plus_tile_rows;
  wire [10:0] next_activation_row_then = next_last_k ? mux_3404b456 : next_activation_row;
  wire [10:0] next_activation_row_next = start ? command[90:80] : next_activation_row_then;
  wire [10:0] next_activations_plus_activation_stride = next_activations + activation_stride;
  wire [10:0] next_activations_then = next_last_k ? next_activation_row_then : next_activations_plus_activation_stride;
  wire [10:0] next_activations_next = start ? command[90:80] : next_activations_then;
  wire [10:0] next_weight_column_plus_weight_stride = next_weight_column + weight_stride;
  wire [10:0] next_weight_column_then = new_column ? next_weight_column_plus_weight_stride : next_weight_column;
  wire [10:0] next_weight_column_next = start ? command[138:128] : next_weight_column_then;
  wire [10:0] next_weights_plus_2 = next_weights + 11'd2;
  wire [10:0] next_weights_then = next_last_k ? next_weight_column_then : next_weights_plus_2;
  wire [10:0] next_weights_next = start ? command[138:128] : next_weights_then;
  wire [9:0] next_results_plus_result_stride = next_results + result_stride;
  wire [9:0] next_results_then = new_column ? next_results_plus_result_stride : next_results;
  wire [9:0] next_results_next = start ? command[185:176] : next_results_then;
  assign weight_read = next_present & (load_count < 21'd2);
  assign weight_first = weight_read & (load_count == 21'd0);
  wire [10:0] next_weights_plus_1 = next_weights + 11'd1;
  assign weight_address = next_weights_plus_1 - load_count[10:0];
  assign activation_read = streaming & (count < tile_vectors);
  assign activation_first = activation_read & (count == 21'd0);
  assign activation_partial = tile_last_k;
  assign activation_address = tile_activations + count[10:0];
  assign sum_emit = tile_last_k & emit;
  assign sum_keep = ~sum_emit;
  assign sum_add = (~tile_first_k) | accumulate_in;
  assign sum_partial = tile_last_n;
  assign sum_address = tile_results + count[9:0];
  wire [1:0] any_next_left_k_20_2_then_2_else_next_left_k_1_0 = (|next_left_k[20:2]) ? 2'd2 : next_left_k[1:0];
  wire [1:0] shl_809fa862 = 2'd3 << any_next_left_k_20_2_then_2_else_next_left_k_1_0;
  wire [1:0] row_mask_next = ~shl_809fa862;
  assign row_counts = row_mask;
  wire [1:0] any_next_left_n_20_2_then_2_else_next_left_n_1_0 = (|next_left_n[20:2]) ? 2'd2 : next_left_n[1:0];
  wire [1:0] shl_619c8b88 = 2'd3 << any_next_left_n_20_2_then_2_else_next_left_n_1_0;
  wire [1:0] column_mask_next = ~shl_619c8b88;
  assign column_counts = column_mask;
  wire left_is_0 = left == 3'd0;
  wire drained = (draining & left_is_0) & run;
  wire [2:0] left_minus_1 = left - 3'd1;
  wire [2:0] left_after = left_is_0 ? 3'd0 : left_minus_1;
  wire [2:0] emit_then_3_else_tile_columns = emit ? 3'd3 : tile_columns[2:0];
  wire [2:0] tile_wait = emit_then_3_else_tile_columns + 3'd4;
  wire and_5b851d97 = ((run & streaming) & (count_plus_1 == {1'b0, tile_vectors})) & (left_after < tile_wait);
  wire [2:0] left_next = and_5b851d97 ? tile_wait : left_after;
  assign busy = active | draining;
  assign done = drained;

  wire slot_ends_and_next_present = slot_ends & next_present;
  wire start_or_slot_ends_and_next_present = start | slot_ends_and_next_present;
  wire [20:0] next_last_m_then_next_left_m_else_tile_rows = next_last_m ? next_left_m : tile_rows;
  wire [20:0] next_last_n_then_next_left_n_else_2 = next_last_n ? next_left_n : 21'd2;
  wire start_or_slot_ends = start | slot_ends;
  wire [20:0] count_plus_1_u21 = count + 21'd1;
  wire [20:0] start_or_slot_ends_then_0_else_count_plus_1 = start_or_slot_ends ? 21'd0 : count_plus_1_u21;
  wire slot_ends_and_not_next_present = slot_ends & not_next_present;

  always @(posedge clk) begin
    if (start) begin
      k <= command[52:32];
      m <= command[28:8];
      activation_base <= command[90:80];
      activation_stride <= command[114:104];
      weight_stride <= command[162:152];
      result_stride <= command[209:200];
      accumulate_in <= command[4];
      emit <= command[5];
      tile_rows <= command[244:224];
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      next_present <= 1'b0;
    end else if (start_or_slot_ends_and_next_present) begin
      next_present <= next_present_next;
    end
  end

  always @(posedge clk) begin
    if (start_or_slot_ends_and_next_present) begin
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
    if (slot_ends_and_next_present) begin
      tile_vectors <= next_last_m_then_next_left_m_else_tile_rows;
      tile_columns <= next_last_n_then_next_left_n_else_2;
      tile_activations <= next_activations;
      tile_results <= next_results;
      tile_first_k <= next_first_k;
      tile_last_k <= next_last_k;
      tile_last_n <= next_last_n;
    end
  end

  always @(posedge clk) begin
    if (start | run) begin
      count <= start_or_slot_ends_then_0_else_count_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      streaming <= 1'b0;
    end else if (start_or_slot_ends) begin
      streaming <= ((~start) & next_present);
    end
  end

  always @(posedge clk) begin
    if (slot_ends_and_next_present & next_last_k) begin
      row_mask <= row_mask_next;
    end
  end

  always @(posedge clk) begin
    if (slot_ends_and_next_present & next_last_n) begin
      column_mask <= column_mask_next;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      draining <= 1'b0;
    end else if (slot_ends_and_not_next_present | drained) begin
      draining <= slot_ends_and_not_next_present;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      left <= 3'd0;
    end else if (run) begin
      left <= left_next;
    end
  end

  wire _unused_ok = &{1'b0, command[255:245], command[223:210], command[199:186], command[175:163], command[151:139], command[127:115], command[103:91], command[79:77], command[55:53], command[31:29], command[7:6], command[3:0], tile_columns[20:3]};
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
  output wire [16:0] spill_address,
  output wire [63:0] spill_data,
  output wire busy,
  output wire done,
  output wire activations_fill,
  output wire [9:0] activations_line_address,
  output wire weights_fill,
  output wire [9:0] weights_line_address,
  output wire results_fill,
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
  reg [16:0] beat_address;
  reg row_held;
  reg row_beat;
  reg [9:0] row_address;
  reg [9:0] activations_line;
  reg [9:0] weights_line;
  reg [9:0] results_line;

  wire command_3_0_is_5 = command[3:0] == 4'd5;
  wire command_3_0_is_4 = command[3:0] == 4'd4;
  wire command_3_0_is_3 = command[3:0] == 4'd3;
  wire [24:0] command_31_8_plus_1 = {1'b0, command[31:8]} + 25'd1;
  wire command_3_0_is_2 = command[3:0] == 4'd2;
  wire [35:0] mux_591b4c2d = command_3_0_is_2 ? {12'd0, command_31_8_plus_1[24:1]} : 36'd0;
  wire [35:0] mux_ada5e64f = command_3_0_is_3 ? {12'd0, command_31_8_plus_1[24:1]} : mux_591b4c2d;
  wire [35:0] mux_7d7cd9c6 = command_3_0_is_4 ? {12'd0, command[31:8]} : mux_ada5e64f;
  wire [35:0] beats = command_3_0_is_5 ? {12'd0, command[31:8]} : mux_7d7cd9c6;
  wire busy_q_and_storing = busy_q & storing;
  wire sending = (busy_q_and_storing & row_held) & spill_ready;
  wire last_beat = sending & (~row_beat);
  wire row_wanted = row_held ? (last_beat & (36'd1 < transfers_left)) : (transfers_left != 36'd0);
  wire row_read = busy_q_and_storing & row_wanted;
  wire offers = storing ? row_held : (requests_left != 36'd0);
  assign spill_valid = busy_q & offers;
  assign spill_write = storing & row_held;
  assign spill_address = beat_address;
  assign spill_data = stored_row;
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
  assign results_fill = results_received;
  assign results_line_address = storing ? row_address : results_line;
  assign store_read = row_read;

  wire start_or_sent = start | sent;
  wire [35:0] requests_left_minus_1 = requests_left - 36'd1;
  wire [35:0] start_then_beats_else_requests_left_minus_1 = start ? beats : requests_left_minus_1;
  wire [35:0] transfers_left_minus_1 = transfers_left - 36'd1;
  wire [35:0] start_then_beats_else_transfers_left_minus_1 = start ? beats : transfers_left_minus_1;
  wire [16:0] beat_address_plus_1 = beat_address + 17'd1;
  wire [31:0] command_87_56 = command[87:56];
  wire [16:0] mux_d0574311 = start ? command_87_56[16:0] : beat_address_plus_1;
  wire start_or_row_read = start | row_read;
  wire row_beat_plus_1 = row_beat + 1'b1;
  wire start_or_last_beat_then_0_else_row_beat_plus_1 = (start | last_beat) ? 1'b0 : row_beat_plus_1;
  wire [9:0] row_address_plus_1 = row_address + 10'd1;
  wire [9:0] start_then_command_41_32_else_row_address_plus_1 = start ? command[41:32] : row_address_plus_1;
  wire [9:0] activations_line_plus_1 = activations_line + 10'd1;
  wire [9:0] mux_389964c9 = start ? command[42:33] : activations_line_plus_1;
  wire [9:0] weights_line_plus_1 = weights_line + 10'd1;
  wire [9:0] mux_dc664e91 = start ? command[42:33] : weights_line_plus_1;
  wire [9:0] results_line_plus_1 = results_line + 10'd1;
  wire [9:0] mux_44fc3672 = start ? command[41:32] : results_line_plus_1;

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
      beat_address <= mux_d0574311;
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
      activations_line <= mux_389964c9;
    end
  end

  always @(posedge clk) begin
    if (start | weights_received) begin
      weights_line <= mux_dc664e91;
    end
  end

  always @(posedge clk) begin
    if (start | results_received) begin
      results_line <= mux_44fc3672;
    end
  end

  wire _unused_ok = &{1'b0, command[255:88], command[55:43], command[7:4], command_31_8_plus_1[0], command_87_56[31:17]};
endmodule

`default_nettype wire

// A bank of weights: one column of the array reads it.
`default_nettype none

module core_weight_bank (
  input wire clk,
  input wire rst,
  input wire run,
  input wire [10:0] address,
  input wire read,
  output wire read_out,
  output wire [10:0] address_out,
  input wire fill,
  input wire [9:0] fill_line,
  input wire [15:0] fill_low,
  input wire [15:0] fill_high,
  output wire [15:0] weight
);

  reg read_q;
  reg [10:0] address_q;
  reg upper;
  reg [31:0] bank_data;

  assign read_out = read_q;
  assign address_out = address_q;
  assign weight = upper ? bank_data[31:16] : bank_data[15:0];

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

  reg [31:0] bank [0:1023];
  always @(posedge clk) begin
    if (read & run) begin
      bank_data <= bank[address[10:1]];
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
  input wire [10:0] address,
  input wire read,
  output wire read_out,
  output wire [10:0] address_out,
  input wire fill,
  input wire [9:0] fill_line,
  input wire [15:0] fill_low,
  input wire [15:0] fill_high,
  output wire [15:0] activation,
  input wire partial,
  output wire partial_out,
  input wire counts,
  output wire valid,
  input wire first,
  output wire first_out,
  output wire swap
);

  reg read_q;
  reg read_later;
  reg [10:0] address_q;
  reg [10:0] address_later;
  reg upper;
  reg [15:0] activation_q;
  reg partial_q;
  reg partial_later;
  reg valid_q;
  reg first_q;
  reg first_later;
  reg [31:0] bank_data;

  assign read_out = read_later;
  assign address_out = address_later;
  assign activation = activation_q;
  assign partial_out = partial_later;
  assign valid = valid_q;
  assign first_out = first_later;
  assign swap = first_q;

  wire [15:0] upper_then_bank_data_31_16_else_bank_data_15_0 = upper ? bank_data[31:16] : bank_data[15:0];

  always @(posedge clk) begin
    if (rst) begin
      read_q <= 1'b0;
      read_later <= 1'b0;
      valid_q <= 1'b0;
      first_q <= 1'b0;
      first_later <= 1'b0;
    end else if (run) begin
      read_q <= read;
      read_later <= read_q;
      valid_q <= (read_q & ((~partial_q) | counts));
      first_q <= first;
      first_later <= first_q;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      address_q <= address;
      address_later <= address_q;
      activation_q <= upper_then_bank_data_31_16_else_bank_data_15_0;
      partial_q <= partial;
      partial_later <= partial_q;
    end
  end

  always @(posedge clk) begin
    if (run & read) begin
      upper <= address[0];
    end
  end

  reg [31:0] bank [0:1023];
  always @(posedge clk) begin
    if (read & run) begin
      bank_data <= bank[address[10:1]];
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
  input wire [15:0] activation,
  input wire valid,
  input wire shift,
  input wire [15:0] weight_in,
  input wire [31:0] sum_in,
  output wire [15:0] activation_out,
  output wire valid_out,
  output wire shift_out,
  output wire [15:0] weight_out,
  input wire swap,
  output wire swap_out,
  output wire [31:0] sum_out
);

  reg [15:0] chain;
  reg [15:0] activation_out_q;
  reg valid_out_q;
  reg shift_out_q;
  reg swap_out_q;
  reg [15:0] weight;
  reg [31:0] sum;
  reg [28:0] mac_sum_q;
  reg mac_sum_negative_q;
  reg mac_sum_subtract_q;
  reg [8:0] mac_sum_exponent_q;
  reg mac_sum_nan_q;
  reg mac_sum_infinite_q;
  reg mac_sum_infinite_negative_q;

  assign activation_out = activation_out_q;
  assign valid_out = valid_out_q;
  assign shift_out = shift_out_q;
  assign weight_out = chain;
  assign swap_out = swap_out_q;
  wire mac_a_normal = |activation[14:7];
  wire mac_a_count_h_h_any = mac_a_normal | activation[6];
  wire mac_a_count_h_l_any = activation[5] | activation[4];
  wire mac_a_count_h_any = mac_a_count_h_h_any | mac_a_count_h_l_any;
  wire mux_8aa08caa = mac_a_count_h_h_any ? (~mac_a_normal) : (~activation[5]);
  wire [1:0] mac_a_count_h_zeros = {(~mac_a_count_h_h_any), mux_8aa08caa};
  wire mac_a_count_l_h_any = activation[3] | activation[2];
  wire mac_a_count_l_l_any = activation[1] | activation[0];
  wire mac_a_count_l_any = mac_a_count_l_h_any | mac_a_count_l_l_any;
  wire mux_7982eed0 = mac_a_count_l_h_any ? (~activation[3]) : (~activation[1]);
  wire [1:0] mac_a_count_l_zeros = {(~mac_a_count_l_h_any), mux_7982eed0};
  wire mac_a_count_any = mac_a_count_h_any | mac_a_count_l_any;
  wire [1:0] mux_56ee8900 = mac_a_count_h_any ? mac_a_count_h_zeros : mac_a_count_l_zeros;
  wire [2:0] mac_a_count_zeros = {(~mac_a_count_h_any), mux_56ee8900};
  wire [7:0] mac_a_shift_by4 = mac_a_count_zeros[2] ? {activation[3:0], 4'd0} : {mac_a_normal, activation[6:0]};
  wire [7:0] mac_a_shift_by2 = mac_a_count_zeros[1] ? {mac_a_shift_by4[5:0], 2'd0} : mac_a_shift_by4;
  wire [7:0] mac_a_shift_by1 = mac_a_count_zeros[0] ? {mac_a_shift_by2[6:0], 1'b0} : mac_a_shift_by2;
  wire signed [3:0] n1_minus_mac_a_count_zeros = 4'sd1 - $signed({1'b0, mac_a_count_zeros});
  wire signed [8:0] mac_a_exponent = mac_a_normal ? {1'b0, activation[14:7]} : {{5{n1_minus_mac_a_count_zeros[3]}}, n1_minus_mac_a_count_zeros};
  wire mac_a_zero = ~mac_a_count_any;
  wire all_activation_14_7 = &activation[14:7];
  wire any_activation_6_0 = |activation[6:0];
  wire mac_a_infinite = all_activation_14_7 & (~any_activation_6_0);
  wire mac_a_nan = all_activation_14_7 & any_activation_6_0;
  wire mac_b_normal = |weight[14:7];
  wire mac_b_count_h_h_any = mac_b_normal | weight[6];
  wire mac_b_count_h_l_any = weight[5] | weight[4];
  wire mac_b_count_h_any = mac_b_count_h_h_any | mac_b_count_h_l_any;
  wire mux_17f89c56 = mac_b_count_h_h_any ? (~mac_b_normal) : (~weight[5]);
  wire [1:0] mac_b_count_h_zeros = {(~mac_b_count_h_h_any), mux_17f89c56};
  wire mac_b_count_l_h_any = weight[3] | weight[2];
  wire mac_b_count_l_l_any = weight[1] | weight[0];
  wire mac_b_count_l_any = mac_b_count_l_h_any | mac_b_count_l_l_any;
  wire mux_ddfd92b5 = mac_b_count_l_h_any ? (~weight[3]) : (~weight[1]);
  wire [1:0] mac_b_count_l_zeros = {(~mac_b_count_l_h_any), mux_ddfd92b5};
  wire mac_b_count_any = mac_b_count_h_any | mac_b_count_l_any;
  wire [1:0] mux_158ae0ed = mac_b_count_h_any ? mac_b_count_h_zeros : mac_b_count_l_zeros;
  wire [2:0] mac_b_count_zeros = {(~mac_b_count_h_any), mux_158ae0ed};
  wire [7:0] mac_b_shift_by4 = mac_b_count_zeros[2] ? {weight[3:0], 4'd0} : {mac_b_normal, weight[6:0]};
  wire [7:0] mac_b_shift_by2 = mac_b_count_zeros[1] ? {mac_b_shift_by4[5:0], 2'd0} : mac_b_shift_by4;
  wire [7:0] mac_b_shift_by1 = mac_b_count_zeros[0] ? {mac_b_shift_by2[6:0], 1'b0} : mac_b_shift_by2;
  wire signed [3:0] n1_minus_mac_b_count_zeros = 4'sd1 - $signed({1'b0, mac_b_count_zeros});
  wire signed [8:0] mac_b_exponent = mac_b_normal ? {1'b0, weight[14:7]} : {{5{n1_minus_mac_b_count_zeros[3]}}, n1_minus_mac_b_count_zeros};
  wire mac_b_zero = ~mac_b_count_any;
  wire all_weight_14_7 = &weight[14:7];
  wire any_weight_6_0 = |weight[6:0];
  wire mac_b_infinite = all_weight_14_7 & (~any_weight_6_0);
  wire mac_b_nan = all_weight_14_7 & any_weight_6_0;
  wire mac_product_negative = activation[15] ^ weight[15];
  wire signed [15:0] mac_a_shift_by1_times_mac_b_shift_by1 = $signed({1'b0, mac_a_shift_by1}) * $signed({1'b0, mac_b_shift_by1});
  wire [15:0] mac_product_significand = mac_a_shift_by1_times_mac_b_shift_by1 & {valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid};
  wire signed [9:0] mac_a_exponent_plus_mac_b_exponent = $signed({mac_a_exponent[8], mac_a_exponent}) + $signed({mac_b_exponent[8], mac_b_exponent});
  wire signed [9:0] mac_product_exponent = mac_a_exponent_plus_mac_b_exponent + 10'sh382;
  wire mac_product_zero = (mac_a_zero | mac_b_zero) | (~valid);
  wire mac_product_infinite = (mac_a_infinite | mac_b_infinite) & valid;
  wire or_26e5405c = ((mac_a_nan | mac_b_nan) | (mac_a_infinite & mac_b_zero)) | (mac_a_zero & mac_b_infinite);
  wire mac_product_nan = or_26e5405c & valid;
  wire mac_addend_normal = |sum_in[30:23];
  wire mac_addend_special = &sum_in[30:23];
  wire mac_addend_fraction = |sum_in[22:0];
  wire [7:0] mac_addend_exponent = {sum_in[30:24], (sum_in[23] | (~mac_addend_normal))};
  wire mac_addend_infinite = mac_addend_special & (~mac_addend_fraction);
  wire mac_addend_nan = mac_addend_special & mac_addend_fraction;
  wire signed [10:0] mac_difference = $signed({mac_product_exponent[9], mac_product_exponent}) - $signed({3'd0, mac_addend_exponent});
  wire mac_product_lower = mac_difference[10] | mac_product_zero;
  wire [10:0] mac_difference_10_etc_70a1c1be = {mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10]};
  wire [9:0] mac_amount = mac_difference[9:0] ^ mac_difference_10_etc_70a1c1be[9:0];
  wire [26:0] mac_product_significand_u27 = {11'd0, mac_product_significand};
  wire [26:0] mac_product_significand_16_0_0 = {mac_product_significand_u27[16:0], 10'd0};
  wire [26:0] mac_addend_normal_sum_in_22_0_0 = {mac_addend_normal, sum_in[22:0], 3'd0};
  wire mux_f95588c3 = mac_product_lower ? mac_product_significand_16_0_0[0] : mac_addend_normal_sum_in_22_0_0[0];
  wire mac_align_lost1 = mac_amount[0] & mux_f95588c3;
  wire [26:0] mux_f38bbb41 = mac_product_lower ? mac_product_significand_16_0_0 : mac_addend_normal_sum_in_22_0_0;
  wire [26:0] mac_align_by1 = mac_amount[0] ? {1'b0, mux_f38bbb41[26:1]} : mux_f38bbb41;
  wire mac_align_lost2 = mac_align_lost1 | (mac_amount[1] & (|mac_align_by1[1:0]));
  wire [26:0] mac_align_by2 = mac_amount[1] ? {2'd0, mac_align_by1[26:2]} : mac_align_by1;
  wire mac_align_lost4 = mac_align_lost2 | (mac_amount[2] & (|mac_align_by2[3:0]));
  wire [26:0] mac_align_by4 = mac_amount[2] ? {4'd0, mac_align_by2[26:4]} : mac_align_by2;
  wire mac_align_lost8 = mac_align_lost4 | (mac_amount[3] & (|mac_align_by4[7:0]));
  wire [26:0] mac_align_by8 = mac_amount[3] ? {8'd0, mac_align_by4[26:8]} : mac_align_by4;
  wire mac_align_lost16 = mac_align_lost8 | (mac_amount[4] & (|mac_align_by8[15:0]));
  wire [26:0] mac_align_by16 = mac_amount[4] ? {16'd0, mac_align_by8[26:16]} : mac_align_by8;
  wire mac_align_all = |mac_amount[9:5];
  wire [26:0] mac_align_value = mac_align_all ? 27'd0 : mac_align_by16;
  wire mac_align_lost = mac_align_lost16 | (mac_align_all & (|mac_align_by16));
  wire valid_then_mac_product_negative_else_sum_in_31 = valid ? mac_product_negative : sum_in[31];
  wire mac_subtract = valid_then_mac_product_negative_else_sum_in_31 ^ sum_in[31];
  wire [26:0] mac_first = mac_product_lower ? mac_addend_normal_sum_in_22_0_0 : {mac_product_significand, 11'd0};
  wire mac_first_negative = mac_product_lower ? sum_in[31] : valid_then_mac_product_negative_else_sum_in_31;
  wire [8:0] mac_exponent = mac_product_lower ? {1'b0, mac_addend_exponent} : mac_product_exponent[8:0];
  wire mac_nan = (mac_product_nan | mac_addend_nan) | ((mac_product_infinite & mac_addend_infinite) & mac_subtract);
  wire mac_infinite = mac_product_infinite | mac_addend_infinite;
  wire mac_infinite_negative = mac_product_infinite ? valid_then_mac_product_negative_else_sum_in_31 : sum_in[31];
  wire mac_swapped = mac_subtract & ({mac_first, 1'b0} <= {mac_align_value, mac_align_lost});
  wire [27:0] mac_align_value_mac_align_lost_minus_mac_first_0 = {mac_align_value, mac_align_lost} - {mac_first, 1'b0};
  wire [27:0] mac_first_0_minus_mac_align_value_mac_align_lost = {mac_first, 1'b0} - {mac_align_value, mac_align_lost};
  wire [27:0] mac_apart = mac_swapped ? mac_align_value_mac_align_lost_minus_mac_first_0 : mac_first_0_minus_mac_align_value_mac_align_lost;
  wire [28:0] mac_first_0_plus_mac_align_value_mac_align_lost = {1'b0, {mac_first, 1'b0}} + {1'b0, {mac_align_value, mac_align_lost}};
  wire [28:0] mac_sum = mac_subtract ? {1'b0, mac_apart} : mac_first_0_plus_mac_align_value_mac_align_lost;
  wire mac_negative = mac_first_negative ^ mac_swapped;
  wire [4:0] mux_7468aba1 = (|mac_sum_exponent_q[8:5]) ? 5'd29 : mac_sum_exponent_q[4:0];
  wire [28:0] shr_3e886efb = 29'h10000000 >> mux_7468aba1;
  wire [28:0] mac_limit = {1'b0, shr_3e886efb[27:0]};
  wire [28:0] mac_sum_q_or_mac_limit = mac_sum_q | mac_limit;
  wire mac_count_h_h_h_h_any = mac_sum_q_or_mac_limit[28] | mac_sum_q_or_mac_limit[27];
  wire mac_count_h_h_h_l_any = mac_sum_q_or_mac_limit[26] | mac_sum_q_or_mac_limit[25];
  wire mac_count_h_h_h_any = mac_count_h_h_h_h_any | mac_count_h_h_h_l_any;
  wire mux_d2a259f8 = mac_count_h_h_h_h_any ? (~mac_sum_q_or_mac_limit[28]) : (~mac_sum_q_or_mac_limit[26]);
  wire [1:0] mac_count_h_h_h_zeros = {(~mac_count_h_h_h_h_any), mux_d2a259f8};
  wire mac_count_h_h_l_h_any = mac_sum_q_or_mac_limit[24] | mac_sum_q_or_mac_limit[23];
  wire mac_count_h_h_l_l_any = mac_sum_q_or_mac_limit[22] | mac_sum_q_or_mac_limit[21];
  wire mac_count_h_h_l_any = mac_count_h_h_l_h_any | mac_count_h_h_l_l_any;
  wire mux_05fe75cc = mac_count_h_h_l_h_any ? (~mac_sum_q_or_mac_limit[24]) : (~mac_sum_q_or_mac_limit[22]);
  wire [1:0] mac_count_h_h_l_zeros = {(~mac_count_h_h_l_h_any), mux_05fe75cc};
  wire mac_count_h_h_any = mac_count_h_h_h_any | mac_count_h_h_l_any;
  wire [1:0] mux_802edaa4 = mac_count_h_h_h_any ? mac_count_h_h_h_zeros : mac_count_h_h_l_zeros;
  wire [2:0] mac_count_h_h_zeros = {(~mac_count_h_h_h_any), mux_802edaa4};
  wire mac_count_h_l_h_h_any = mac_sum_q_or_mac_limit[20] | mac_sum_q_or_mac_limit[19];
  wire mac_count_h_l_h_l_any = mac_sum_q_or_mac_limit[18] | mac_sum_q_or_mac_limit[17];
  wire mac_count_h_l_h_any = mac_count_h_l_h_h_any | mac_count_h_l_h_l_any;
  wire mux_a0bdf2e1 = mac_count_h_l_h_h_any ? (~mac_sum_q_or_mac_limit[20]) : (~mac_sum_q_or_mac_limit[18]);
  wire [1:0] mac_count_h_l_h_zeros = {(~mac_count_h_l_h_h_any), mux_a0bdf2e1};
  wire mac_count_h_l_l_h_any = mac_sum_q_or_mac_limit[16] | mac_sum_q_or_mac_limit[15];
  wire mac_count_h_l_l_l_any = mac_sum_q_or_mac_limit[14] | mac_sum_q_or_mac_limit[13];
  wire mac_count_h_l_l_any = mac_count_h_l_l_h_any | mac_count_h_l_l_l_any;
  wire mux_b6d5fa00 = mac_count_h_l_l_h_any ? (~mac_sum_q_or_mac_limit[16]) : (~mac_sum_q_or_mac_limit[14]);
  wire [1:0] mac_count_h_l_l_zeros = {(~mac_count_h_l_l_h_any), mux_b6d5fa00};
  wire mac_count_h_l_any = mac_count_h_l_h_any | mac_count_h_l_l_any;
  wire [1:0] mux_6fda1270 = mac_count_h_l_h_any ? mac_count_h_l_h_zeros : mac_count_h_l_l_zeros;
  wire [2:0] mac_count_h_l_zeros = {(~mac_count_h_l_h_any), mux_6fda1270};
  wire mac_count_h_any = mac_count_h_h_any | mac_count_h_l_any;
  wire [2:0] mux_8c335b6c = mac_count_h_h_any ? mac_count_h_h_zeros : mac_count_h_l_zeros;
  wire [3:0] mac_count_h_zeros = {(~mac_count_h_h_any), mux_8c335b6c};
  wire mac_count_l_h_h_h_any = mac_sum_q_or_mac_limit[12] | mac_sum_q_or_mac_limit[11];
  wire mac_count_l_h_h_l_any = mac_sum_q_or_mac_limit[10] | mac_sum_q_or_mac_limit[9];
  wire mac_count_l_h_h_any = mac_count_l_h_h_h_any | mac_count_l_h_h_l_any;
  wire mux_d6498ea4 = mac_count_l_h_h_h_any ? (~mac_sum_q_or_mac_limit[12]) : (~mac_sum_q_or_mac_limit[10]);
  wire [1:0] mac_count_l_h_h_zeros = {(~mac_count_l_h_h_h_any), mux_d6498ea4};
  wire mac_count_l_h_l_h_any = mac_sum_q_or_mac_limit[8] | mac_sum_q_or_mac_limit[7];
  wire mac_count_l_h_l_l_any = mac_sum_q_or_mac_limit[6] | mac_sum_q_or_mac_limit[5];
  wire mac_count_l_h_l_any = mac_count_l_h_l_h_any | mac_count_l_h_l_l_any;
  wire mux_3082bab4 = mac_count_l_h_l_h_any ? (~mac_sum_q_or_mac_limit[8]) : (~mac_sum_q_or_mac_limit[6]);
  wire [1:0] mac_count_l_h_l_zeros = {(~mac_count_l_h_l_h_any), mux_3082bab4};
  wire mac_count_l_h_any = mac_count_l_h_h_any | mac_count_l_h_l_any;
  wire [1:0] mux_d57b2e30 = mac_count_l_h_h_any ? mac_count_l_h_h_zeros : mac_count_l_h_l_zeros;
  wire [2:0] mac_count_l_h_zeros = {(~mac_count_l_h_h_any), mux_d57b2e30};
  wire mac_count_l_l_h_h_any = mac_sum_q_or_mac_limit[4] | mac_sum_q_or_mac_limit[3];
  wire mac_count_l_l_h_l_any = mac_sum_q_or_mac_limit[2] | mac_sum_q_or_mac_limit[1];
  wire mac_count_l_l_h_any = mac_count_l_l_h_h_any | mac_count_l_l_h_l_any;
  wire mux_a97f964c = mac_count_l_l_h_h_any ? (~mac_sum_q_or_mac_limit[4]) : (~mac_sum_q_or_mac_limit[2]);
  wire [1:0] mac_count_l_l_h_zeros = {(~mac_count_l_l_h_h_any), mux_a97f964c};
  wire [1:0] mux_d0d139c3 = mac_count_l_l_h_any ? mac_count_l_l_h_zeros : 2'd0;
  wire [2:0] mac_count_l_l_zeros = {(~mac_count_l_l_h_any), mux_d0d139c3};
  wire [2:0] mux_0a9ae950 = mac_count_l_h_any ? mac_count_l_h_zeros : mac_count_l_l_zeros;
  wire [3:0] mac_count_l_zeros = {(~mac_count_l_h_any), mux_0a9ae950};
  wire [3:0] mux_74106bfe = mac_count_h_any ? mac_count_h_zeros : mac_count_l_zeros;
  wire [4:0] mac_count_zeros = {(~mac_count_h_any), mux_74106bfe};
  wire mac_nothing = ~(|mac_sum_q);
  wire [28:0] mac_normal_by16 = mac_count_zeros[4] ? {mac_sum_q[12:0], 16'd0} : mac_sum_q;
  wire [28:0] mac_normal_by8 = mac_count_zeros[3] ? {mac_normal_by16[20:0], 8'd0} : mac_normal_by16;
  wire [28:0] mac_normal_by4 = mac_count_zeros[2] ? {mac_normal_by8[24:0], 4'd0} : mac_normal_by8;
  wire [28:0] mac_normal_by2 = mac_count_zeros[1] ? {mac_normal_by4[26:0], 2'd0} : mac_normal_by4;
  wire [28:0] mac_normal_by1 = mac_count_zeros[0] ? {mac_normal_by2[27:0], 1'b0} : mac_normal_by2;
  wire [9:0] mac_sum_exponent_q_plus_1 = {1'b0, mac_sum_exponent_q} + 10'd1;
  wire signed [9:0] mac_sum_exponent_q_plus_1_minus_mac_count_zeros = $signed(mac_sum_exponent_q_plus_1) - $signed({5'd0, mac_count_zeros});
  wire [9:0] mac_normal_exponent = mac_sum_exponent_q_plus_1_minus_mac_count_zeros;
  wire mac_normal_negative = mac_sum_negative_q & (~(mac_nothing & mac_sum_subtract_q));
  wire mac_up = mac_normal_by1[4] & ((|mac_normal_by1[3:0]) | mac_normal_by1[5]);
  wire [7:0] and_d4164a18 = mac_normal_exponent[7:0] & {mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28]};
  wire [30:0] mac_rounded = {and_d4164a18, mac_normal_by1[27:5]} + {30'd0, mac_up};
  wire mac_large = (&mac_normal_exponent[7:0]) | (|mac_normal_exponent[9:8]);
  wire mac_is_infinite = mac_sum_infinite_q | mac_large;
  wire mux_8ad6952b = mac_sum_infinite_q ? mac_sum_infinite_negative_q : mac_normal_negative;
  wire [30:0] mux_ab77c632 = (mac_is_infinite | mac_sum_nan_q) ? {8'd255, mac_sum_nan_q, 22'd0} : mac_rounded;
  wire [31:0] mac_code = {(mux_8ad6952b & (~mac_sum_nan_q)), mux_ab77c632};
  wire [31:0] sum_next = mac_code;
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
      mac_sum_q <= mac_sum;
      mac_sum_negative_q <= mac_negative;
      mac_sum_subtract_q <= mac_subtract;
      mac_sum_exponent_q <= mac_exponent;
      mac_sum_nan_q <= mac_nan;
      mac_sum_infinite_q <= mac_infinite;
      mac_sum_infinite_negative_q <= mac_infinite_negative;
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

  wire _unused_ok = &{1'b0, mac_difference_10_etc_70a1c1be[10], mac_product_significand_u27[26:17], shr_3e886efb[28], mac_sum_q_or_mac_limit[0]};
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
  input wire keep,
  input wire partial,
  input wire [9:0] address,
  input wire counts,
  input wire [31:0] sum,
  input wire [9:0] direct_address,
  input wire direct_read,
  input wire fill,
  input wire [31:0] fill_data,
  output wire valid_out,
  output wire emit_out,
  output wire keep_out,
  output wire partial_out,
  output wire [9:0] address_out,
  input wire enter_partial,
  input wire [9:0] enter_address,
  input wire enter,
  output wire enter_out,
  output wire enter_partial_out,
  output wire [9:0] enter_address_out,
  output wire [31:0] start,
  output wire [31:0] total,
  output wire [31:0] held
);

  reg valid_q;
  reg emit_q;
  reg keep_q;
  reg partial_q;
  reg [9:0] address_q;
  reg active_q;
  reg enter_q;
  reg enter_partial_q;
  reg [9:0] enter_address_q;
  reg [31:0] bank_data;

  wire counted = (~partial) | counts;
  wire active = valid & counted;
  assign valid_out = valid_q;
  assign emit_out = emit_q;
  assign keep_out = keep_q;
  assign partial_out = partial_q;
  assign address_out = address_q;
  wire entering = enter & ((~enter_partial) | counts);
  assign enter_out = enter_q;
  assign enter_partial_out = enter_partial_q;
  assign enter_address_out = enter_address_q;
  assign start = enter_out ? bank_data : 32'd0;
  wire [31:0] new_total = sum;
  assign total = active_q ? new_total : 32'd0;
  assign held = bank_data;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      emit_q <= 1'b0;
      active_q <= 1'b0;
      enter_q <= 1'b0;
    end else if (run) begin
      valid_q <= valid;
      emit_q <= emit;
      active_q <= active;
      enter_q <= entering;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      keep_q <= (keep & counted);
      partial_q <= partial;
      address_q <= address;
      enter_partial_q <= enter_partial;
      enter_address_q <= enter_address;
    end
  end

  wire [9:0] mux_41c4191e = direct_read ? direct_address : enter_address;
  wire [9:0] fill_then_direct_address_else_address_out = fill ? direct_address : address_out;
  wire [31:0] fill_then_fill_data_else_new_total = fill ? fill_data : new_total;
  reg [31:0] bank [0:1023];
  always @(posedge clk) begin
    if (direct_read | (entering & run)) begin
      bank_data <= bank[mux_41c4191e];
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
  input wire [63:0] spill_response_data,
  output wire results_valid,
  output wire [63:0] results_data,
  input wire spill_ready,
  input wire spill_response_valid,
  output wire spill_valid,
  output wire spill_write,
  output wire [16:0] spill_address,
  output wire [63:0] spill_data,
  output wire [7:0] spill_mask
);

  reg results_valid_q;
  reg [2:0] ended_behind;
  reg [2:0] ends_owed;
  reg [2:0] pending;
  reg weight_arrived;
  reg weight_starts;
  reg [1:0] chain_rows_q;
  reg [4:0] sum_valid_q;
  reg [69:0] sum_control_q;
  reg [10:0] enter_control_q;
  reg enter_q;
  reg [63:0] result_0;
  reg [31:0] result_1;
  wire sequencer_weight_read;
  wire sequencer_weight_first;
  wire [10:0] sequencer_weight_address;
  wire sequencer_activation_read;
  wire sequencer_activation_first;
  wire sequencer_activation_partial;
  wire [10:0] sequencer_activation_address;
  wire sequencer_sum_emit;
  wire sequencer_sum_keep;
  wire sequencer_sum_add;
  wire sequencer_sum_partial;
  wire [9:0] sequencer_sum_address;
  wire [1:0] sequencer_row_counts;
  wire [1:0] sequencer_column_counts;
  wire sequencer_busy;
  wire sequencer_done;
  wire mover_spill_valid;
  wire mover_spill_write;
  wire [16:0] mover_spill_address;
  wire [63:0] mover_spill_data;
  wire mover_busy;
  wire mover_done;
  wire mover_activations_fill;
  wire [9:0] mover_activations_line_address;
  wire mover_weights_fill;
  wire [9:0] mover_weights_line_address;
  wire mover_results_fill;
  wire [9:0] mover_results_line_address;
  wire mover_store_read;
  wire [31:0] weight_weight_all;
  wire [31:0] activation_activation_all;
  wire [1:0] activation_valid_all;
  wire [1:0] activation_swap_all;
  wire [63:0] pe_sum_out_south;
  wire [63:0] accumulator_start_all;
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
  wire free = ((~mover_busy) | mover_done) & (((~sequencer_busy) | sequencer_done) | beside);
  wire ready = free & ((pending < 3'd4) | commands_done);
  assign commands_ready = ready;
  wire taken = commands_valid & commands_ready;
  wire [1:0] chain_rows = weight_starts ? 2'd1 : {chain_rows_q[0], 1'b1};
  wire [63:0] starts = accumulator_start_all;
  assign results_valid = results_valid_q;
  assign results_data = {result_1, result_0[63:32]};
  assign spill_valid = mover_spill_valid;
  assign spill_write = mover_spill_write;
  assign spill_address = mover_spill_address;
  assign spill_data = mover_spill_data;
  assign spill_mask = 8'd255;

  wire [2:0] sequencer_done_then_0_else_ended_behind_now = sequencer_done ? 3'd0 : ended_behind_now;
  wire [2:0] ends_now_minus_commands_done = ends_now - {2'd0, commands_done};
  wire [2:0] pending_plus_1 = pending + 3'd1;
  wire [2:0] pending_minus_1 = pending - 3'd1;
  wire [2:0] taken_then_pending_plus_1_else_pending_minus_1 = taken ? pending_plus_1 : pending_minus_1;

  always @(posedge clk) begin
    if (rst) begin
      results_valid_q <= 1'b0;
      weight_arrived <= 1'b0;
      sum_valid_q <= 5'd0;
      enter_q <= 1'b0;
    end else if (run) begin
      results_valid_q <= (accumulator_valid_out_east & accumulator_emit_out_east);
      weight_arrived <= sequencer_weight_read;
      sum_valid_q <= {sum_valid_q[3:0], sequencer_activation_read};
      enter_q <= (sequencer_activation_read & sequencer_sum_add);
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
    if (run) begin
      weight_starts <= sequencer_weight_first;
      sum_control_q <= {sum_control_q[55:0], sequencer_sum_address, sequencer_sum_emit, sequencer_sum_add, sequencer_sum_keep, sequencer_sum_partial};
      enter_control_q <= {sequencer_sum_address, sequencer_sum_partial};
      result_0 <= {result_0[31:0], accumulator_total_all[31:0]};
      result_1 <= accumulator_total_all[63:32];
    end
  end

  always @(posedge clk) begin
    if (run & weight_arrived) begin
      chain_rows_q <= chain_rows;
    end
  end

  wire commands_data_3_0_is_1 = commands_data[3:0] == 4'd1;
  core_sequencer sequencer (
    .clk(clk),
    .rst(rst),
    .run(run),
    .start((taken & commands_data_3_0_is_1)),
    .command(commands_data),
    .weight_read(sequencer_weight_read),
    .weight_first(sequencer_weight_first),
    .weight_address(sequencer_weight_address),
    .activation_read(sequencer_activation_read),
    .activation_first(sequencer_activation_first),
    .activation_partial(sequencer_activation_partial),
    .activation_address(sequencer_activation_address),
    .sum_emit(sequencer_sum_emit),
    .sum_keep(sequencer_sum_keep),
    .sum_add(sequencer_sum_add),
    .sum_partial(sequencer_sum_partial),
    .sum_address(sequencer_sum_address),
    .row_counts(sequencer_row_counts),
    .column_counts(sequencer_column_counts),
    .busy(sequencer_busy),
    .done(sequencer_done)
  );

  core_mover mover (
    .clk(clk),
    .rst(rst),
    .start((taken & (~commands_data_3_0_is_1))),
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

  wire [31:0] spill_response_data_31_0 = spill_response_data[31:0];
  wire [31:0] spill_response_data_63_32 = spill_response_data[63:32];
  genvar weight_i;
  generate
    for (weight_i = 0; weight_i < 2; weight_i = weight_i + 1) begin : weight_cell
      wire run_cell;
      wire [10:0] address;
      wire read;
      wire fill;
      wire [9:0] fill_line;
      wire [15:0] fill_low;
      wire [15:0] fill_high;
      wire read_out;
      wire [10:0] address_out;
      wire [15:0] weight;
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
      assign fill_low = spill_response_data_31_0[16*weight_i +: 16];
      assign fill_high = spill_response_data_63_32[16*weight_i +: 16];
      assign weight_weight_all[16*weight_i +: 16] = weight;
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
      wire [10:0] address;
      wire read;
      wire fill;
      wire [9:0] fill_line;
      wire [15:0] fill_low;
      wire [15:0] fill_high;
      wire partial;
      wire counts;
      wire first;
      wire read_out;
      wire [10:0] address_out;
      wire [15:0] activation;
      wire partial_out;
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
      assign fill_low = spill_response_data_31_0[16*activation_i +: 16];
      assign fill_high = spill_response_data_63_32[16*activation_i +: 16];
      if (activation_i == 0) begin : partial_edge
        assign partial = sequencer_activation_partial;
      end else begin : partial_inner
        assign partial = activation_cell[activation_i-1].partial_out;
      end
      assign counts = sequencer_row_counts[activation_i];
      if (activation_i == 0) begin : first_edge
        assign first = sequencer_activation_first;
      end else begin : first_inner
        assign first = activation_cell[activation_i-1].first_out;
      end
      assign activation_activation_all[16*activation_i +: 16] = activation;
      assign activation_valid_all[activation_i] = valid;
      assign activation_swap_all[activation_i] = swap;
      if (activation_i == 1) begin : read_out_unread
        wire _unused_read_out = &{1'b0, read_out};
      end
      if (activation_i == 1) begin : address_out_unread
        wire _unused_address_out = &{1'b0, address_out};
      end
      if (activation_i == 1) begin : partial_out_unread
        wire _unused_partial_out = &{1'b0, partial_out};
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
        .partial(partial),
        .counts(counts),
        .first(first),
        .read_out(read_out),
        .address_out(address_out),
        .activation(activation),
        .partial_out(partial_out),
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
        wire [15:0] activation;
        wire valid;
        wire shift;
        wire [15:0] weight_in;
        wire [31:0] sum_in;
        wire swap;
        wire [15:0] activation_out;
        wire valid_out;
        wire shift_out;
        wire [15:0] weight_out;
        wire swap_out;
        wire [31:0] sum_out;
        assign run_cell = run;
        if (pe_j == 0) begin : activation_edge
          assign activation = activation_activation_all[16*pe_i +: 16];
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
          assign weight_in = weight_weight_all[16*pe_j +: 16];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i-1].col[pe_j].weight_out;
        end
        if (pe_i == 0) begin : sum_in_edge
          assign sum_in = starts[32*pe_j +: 32];
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

  wire sum_valid_q_4 = sum_valid_q[4];
  wire sum_control_q_59 = sum_control_q[59];
  wire sum_control_q_57 = sum_control_q[57];
  wire sum_control_q_56 = sum_control_q[56];
  wire [9:0] sum_control_q_69_60 = sum_control_q[69:60];
  wire [1:0] mover_results_fill_then_3_else_0 = mover_results_fill ? 2'd3 : 2'd0;
  wire enter_control_q_0 = enter_control_q[0];
  wire [9:0] enter_control_q_10_1 = enter_control_q[10:1];
  genvar accumulator_i;
  generate
    for (accumulator_i = 0; accumulator_i < 2; accumulator_i = accumulator_i + 1) begin : accumulator_cell
      wire run_cell;
      wire valid;
      wire emit;
      wire keep;
      wire partial;
      wire [9:0] address;
      wire counts;
      wire [31:0] sum;
      wire [9:0] direct_address;
      wire direct_read;
      wire fill;
      wire [31:0] fill_data;
      wire enter_partial;
      wire [9:0] enter_address;
      wire enter;
      wire valid_out;
      wire emit_out;
      wire keep_out;
      wire partial_out;
      wire [9:0] address_out;
      wire enter_out;
      wire enter_partial_out;
      wire [9:0] enter_address_out;
      wire [31:0] start;
      wire [31:0] total;
      wire [31:0] held;
      assign run_cell = run;
      if (accumulator_i == 0) begin : valid_edge
        assign valid = sum_valid_q_4;
      end else begin : valid_inner
        assign valid = accumulator_cell[accumulator_i-1].valid_out;
      end
      if (accumulator_i == 0) begin : emit_edge
        assign emit = sum_control_q_59;
      end else begin : emit_inner
        assign emit = accumulator_cell[accumulator_i-1].emit_out;
      end
      if (accumulator_i == 0) begin : keep_edge
        assign keep = sum_control_q_57;
      end else begin : keep_inner
        assign keep = accumulator_cell[accumulator_i-1].keep_out;
      end
      if (accumulator_i == 0) begin : partial_edge
        assign partial = sum_control_q_56;
      end else begin : partial_inner
        assign partial = accumulator_cell[accumulator_i-1].partial_out;
      end
      if (accumulator_i == 0) begin : address_edge
        assign address = sum_control_q_69_60;
      end else begin : address_inner
        assign address = accumulator_cell[accumulator_i-1].address_out;
      end
      assign counts = sequencer_column_counts[accumulator_i];
      assign sum = pe_sum_out_south[32*accumulator_i +: 32];
      assign direct_address = mover_results_line_address;
      assign direct_read = mover_store_read;
      assign fill = mover_results_fill_then_3_else_0[accumulator_i];
      assign fill_data = spill_response_data[32*accumulator_i +: 32];
      if (accumulator_i == 0) begin : enter_partial_edge
        assign enter_partial = enter_control_q_0;
      end else begin : enter_partial_inner
        assign enter_partial = accumulator_cell[accumulator_i-1].enter_partial_out;
      end
      if (accumulator_i == 0) begin : enter_address_edge
        assign enter_address = enter_control_q_10_1;
      end else begin : enter_address_inner
        assign enter_address = accumulator_cell[accumulator_i-1].enter_address_out;
      end
      if (accumulator_i == 0) begin : enter_edge
        assign enter = enter_q;
      end else begin : enter_inner
        assign enter = accumulator_cell[accumulator_i-1].enter_out;
      end
      assign accumulator_start_all[32*accumulator_i +: 32] = start;
      assign accumulator_held_all[32*accumulator_i +: 32] = held;
      if (accumulator_i == 1) begin : valid_out_east
        assign accumulator_valid_out_east = valid_out;
      end
      if (accumulator_i == 1) begin : emit_out_east
        assign accumulator_emit_out_east = emit_out;
      end
      assign accumulator_total_all[32*accumulator_i +: 32] = total;
      if (accumulator_i == 1) begin : keep_out_unread
        wire _unused_keep_out = &{1'b0, keep_out};
      end
      if (accumulator_i == 1) begin : partial_out_unread
        wire _unused_partial_out = &{1'b0, partial_out};
      end
      if (accumulator_i == 1) begin : address_out_unread
        wire _unused_address_out = &{1'b0, address_out};
      end
      if (accumulator_i == 1) begin : enter_out_unread
        wire _unused_enter_out = &{1'b0, enter_out};
      end
      if (accumulator_i == 1) begin : enter_partial_out_unread
        wire _unused_enter_partial_out = &{1'b0, enter_partial_out};
      end
      if (accumulator_i == 1) begin : enter_address_out_unread
        wire _unused_enter_address_out = &{1'b0, enter_address_out};
      end
      core_accumulator_bank u (
        .clk(clk),
        .rst(rst),
        .run(run_cell),
        .valid(valid),
        .emit(emit),
        .keep(keep),
        .partial(partial),
        .address(address),
        .counts(counts),
        .sum(sum),
        .direct_address(direct_address),
        .direct_read(direct_read),
        .fill(fill),
        .fill_data(fill_data),
        .enter_partial(enter_partial),
        .enter_address(enter_address),
        .enter(enter),
        .valid_out(valid_out),
        .emit_out(emit_out),
        .keep_out(keep_out),
        .partial_out(partial_out),
        .address_out(address_out),
        .enter_out(enter_out),
        .enter_partial_out(enter_partial_out),
        .enter_address_out(enter_address_out),
        .start(start),
        .total(total),
        .held(held)
      );
    end
  endgenerate

  wire _unused_ok = &{1'b0, chain_rows_q[1], sum_control_q[58]};
endmodule

`default_nettype wire
