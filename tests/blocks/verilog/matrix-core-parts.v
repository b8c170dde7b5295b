// Cuts a multiplication into tiles and reads their operands.
`default_nettype none

module core_sequencer (
  input wire clk,
  input wire rst,
  input wire run,
  input wire start,
  input wire [255:0] command,
  output wire activation_read,
  output wire weight_read,
  output wire activation_first,
  output wire activation_joins,
  output wire activation_last,
  output wire [11:0] activation_address,
  output wire [11:0] weight_address,
  output wire sum_read,
  output wire sum_start,
  output wire sum_emit,
  output wire sum_keep,
  output wire sum_add,
  output wire sum_partial,
  output wire [9:0] sum_address,
  output wire [1:0] column_counts,
  output wire busy,
  output wire done
);

  reg tile_present;
  reg [20:0] tile_left_m;
  reg [20:0] tile_left_n;
  reg [11:0] tile_activations;
  reg [11:0] tile_weights;
  reg [9:0] tile_results;
  reg [9:0] tile_result_column;
  reg [20:0] k;
  reg [20:0] m;
  reg [11:0] activation_base;
  reg [11:0] activation_stride;
  reg [11:0] weight_stride;
  reg [9:0] result_stride;
  reg accumulate_in;
  reg emit;
  reg [20:0] count;
  reg sums_made;
  reg [1:0] phase;
  reg [1:0] frame;
  reg following;
  reg [20:0] row;
  reg [20:0] row_count;
  reg [9:0] row_results;
  reg row_partial;
  reg [1:0] column_mask;
  reg draining;
  reg [3:0] left;

  wire last_m = tile_left_m <= 21'd2;
  wire last_n = tile_left_n <= 21'd2;
  wire sums_active = tile_present & (~sums_made);
  wire frame_ends = phase == 2'd2;
  wire multiplying = frame == 2'd0;
  wire sum_ends = frame_ends & (frame == 2'd2);
  wire not_multiplying = ~multiplying;
  wire joins = not_multiplying & (phase == frame);
  wire sums_complete = sums_active & sum_ends;
  wire last_m_and_last_n = last_m & last_n;
  wire sums_made_or_sums_complete = sums_made | sums_complete;
  wire mux_91641199 = last_m_and_last_n ? sums_made_or_sums_complete : (sums_made_or_sums_complete & (21'd1 <= count));
  wire slot_ends = (run & tile_present) & mux_91641199;
  wire slot_ends_and_last_m_and_last_n = slot_ends & last_m_and_last_n;
  wire tile_present_then = ~slot_ends_and_last_m_and_last_n;
  wire tile_present_next = start ? 1'b1 : tile_present_then;
  wire [20:0] tile_left_m_minus_2 = tile_left_m - 21'd2;
  wire [20:0] tile_left_m_then = last_m ? m : tile_left_m_minus_2;
  wire [20:0] tile_left_m_next = start ? command[28:8] : tile_left_m_then;
  wire [20:0] tile_left_n_minus_2 = tile_left_n - 21'd2;
  wire [20:0] tile_left_n_then = last_m ? tile_left_n_minus_2 : tile_left_n;
  wire [20:0] tile_left_n_next = start ? command[76:56] : tile_left_n_then;
  wire [11:0] tile_activations_plus_activation_stride = tile_activations + activation_stride;
  wire [11:0] tile_activations_then = last_m ? activation_base : tile_activations_plus_activation_stride;
  wire [11:0] tile_activations_next = start ? command[91:80] : tile_activations_then;
  wire [11:0] tile_weights_plus_weight_stride = tile_weights + weight_stride;
  wire [11:0] tile_weights_then = last_m ? tile_weights_plus_weight_stride : tile_weights;
  wire [11:0] tile_weights_next = start ? command[139:128] : tile_weights_then;
  wire [9:0] tile_result_column_plus_result_stride = tile_result_column + result_stride;
  wire [9:0] next_result_column = last_m ? tile_result_column_plus_result_stride : tile_result_column;
  wire [9:0] tile_result_column_then = next_result_column;
  wire [9:0] tile_result_column_next = start ? command[185:176] : tile_result_column_then;
  wire [9:0] tile_results_plus_2 = tile_results + 10'd2;
  wire [9:0] tile_results_then = last_m ? next_result_column : tile_results_plus_2;
  wire [9:0] tile_results_next = start ? command[185:176] : tile_results_then;
  wire reading = tile_present & (count < k);
  assign activation_read = reading;
  assign weight_read = activation_read;
  assign activation_first = count < 21'd3;
  assign activation_joins = joins;
  assign activation_last = sums_complete;
  assign activation_address = tile_activations + count[11:0];
  assign weight_address = tile_weights + count[11:0];
  wire tile_read = run & sums_complete;
  assign sum_read = following & (row < row_count);
  assign sum_start = following & (row == 21'd0);
  assign sum_emit = emit;
  assign sum_keep = ~emit;
  assign sum_add = accumulate_in;
  assign sum_partial = row_partial;
  assign sum_address = row_results + row[9:0];
  wire [1:0] any_tile_left_n_20_2_then_2_else_tile_left_n_1_0 = (|tile_left_n[20:2]) ? 2'd2 : tile_left_n[1:0];
  wire [1:0] shl_8fcafe92 = 2'd3 << any_tile_left_n_20_2_then_2_else_tile_left_n_1_0;
  wire [1:0] column_mask_next = ~shl_8fcafe92;
  assign column_counts = column_mask;
  wire [20:0] valid_rows = last_m ? tile_left_m : 21'd2;
  wire left_is_0 = left == 4'd0;
  wire drained = (draining & left_is_0) & run;
  wire [3:0] left_minus_1 = left - 4'd1;
  wire [3:0] left_after = left_is_0 ? 4'd0 : left_minus_1;
  wire [3:0] last_n_then_tile_left_n_else_2 = last_n ? tile_left_n[3:0] : 4'd2;
  wire [3:0] emit_then_3_else_last_n_then_tile_left_n_else_2 = emit ? 4'd3 : last_n_then_tile_left_n_else_2;
  wire [3:0] plus_4f2bafac = emit_then_3_else_last_n_then_tile_left_n_else_2 + valid_rows[3:0];
  wire [3:0] tile_wait = plus_4f2bafac + 4'd5;
  wire [3:0] left_next = (tile_read & (left_after < tile_wait)) ? tile_wait : left_after;
  assign busy = tile_present | draining;
  assign done = drained;

  wire start_or_slot_ends = start | slot_ends;
  wire [20:0] count_plus_1 = count + 21'd1;
  wire [20:0] start_or_slot_ends_then_0_else_count_plus_1 = start_or_slot_ends ? 21'd0 : count_plus_1;
  wire run_and_sums_active = run & sums_active;
  wire [1:0] phase_plus_1 = phase + 2'd1;
  wire [1:0] frame_ends_then_0_else_phase_plus_1 = frame_ends ? 2'd0 : phase_plus_1;
  wire [21:0] count_plus_1_u22 = {1'b0, count} + 22'd1;
  wire and_8fe3d2fb = (run_and_sums_active & frame_ends) & (not_multiplying | ({1'b0, k} <= count_plus_1_u22));
  wire [1:0] frame_plus_1 = frame + 2'd1;
  wire [1:0] sum_ends_then_0_else_frame_plus_1 = sum_ends ? 2'd0 : frame_plus_1;
  wire [20:0] row_plus_1 = row + 21'd1;
  wire [20:0] tile_read_then_0_else_row_plus_1 = tile_read ? 21'd0 : row_plus_1;

  always @(posedge clk) begin
    if (rst) begin
      tile_present <= 1'b0;
    end else if (start_or_slot_ends) begin
      tile_present <= tile_present_next;
    end
  end

  always @(posedge clk) begin
    if (start_or_slot_ends) begin
      tile_left_m <= tile_left_m_next;
      tile_left_n <= tile_left_n_next;
      tile_activations <= tile_activations_next;
      tile_weights <= tile_weights_next;
      tile_results <= tile_results_next;
      tile_result_column <= tile_result_column_next;
    end
  end

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
    end
  end

  always @(posedge clk) begin
    if (start | run) begin
      count <= start_or_slot_ends_then_0_else_count_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      sums_made <= 1'b0;
    end else if (tile_read | slot_ends) begin
      sums_made <= (sums_complete & (~slot_ends));
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      phase <= 2'd0;
    end else if (run_and_sums_active) begin
      phase <= frame_ends_then_0_else_phase_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      frame <= 2'd0;
    end else if (and_8fe3d2fb) begin
      frame <= sum_ends_then_0_else_frame_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      following <= 1'b0;
    end else if (tile_read | (run & (21'd1 <= row))) begin
      following <= tile_read;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      row <= tile_read_then_0_else_row_plus_1;
    end
  end

  always @(posedge clk) begin
    if (tile_read) begin
      row_count <= valid_rows;
      row_results <= tile_results;
      row_partial <= last_n;
    end
  end

  always @(posedge clk) begin
    if (tile_present & last_n) begin
      column_mask <= column_mask_next;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      draining <= 1'b0;
    end else if (slot_ends_and_last_m_and_last_n | drained) begin
      draining <= slot_ends_and_last_m_and_last_n;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      left <= 4'd0;
    end else if (run) begin
      left <= left_next;
    end
  end

  wire _unused_ok = &{1'b0, command[255:210], command[199:186], command[175:164], command[151:140], command[127:116], command[103:92], command[79:77], command[55:53], command[31:29], command[7:6], command[3:0]};
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
  output wire [7:0] weight
);

  reg read_q;
  reg [11:0] address_q;
  reg upper;
  reg [7:0] weight_q;
  reg [15:0] bank_data;

  assign read_out = read_q;
  assign address_out = address_q;
  assign weight = weight_q;

  wire [7:0] upper_then_bank_data_15_8_else_bank_data_7_0 = upper ? bank_data[15:8] : bank_data[7:0];

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
      weight_q <= upper_then_bank_data_15_8_else_bank_data_7_0;
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
  output wire [7:0] activation,
  output wire valid,
  input wire first,
  output wire first_out,
  output wire starts,
  input wire last,
  output wire last_out,
  output wire ends,
  input wire joins,
  output wire joins_out,
  output wire joining
);

  reg read_q;
  reg [11:0] address_q;
  reg upper;
  reg [7:0] activation_q;
  reg valid_q;
  reg first_q;
  reg starts_q;
  reg last_q;
  reg ends_q;
  reg joins_q;
  reg joining_q;
  reg [15:0] bank_data;

  assign read_out = read_q;
  assign address_out = address_q;
  assign activation = activation_q;
  assign valid = valid_q;
  assign first_out = first_q;
  assign starts = starts_q;
  assign last_out = last_q;
  assign ends = ends_q;
  assign joins_out = joins_q;
  assign joining = joining_q;

  wire [7:0] upper_then_bank_data_15_8_else_bank_data_7_0 = upper ? bank_data[15:8] : bank_data[7:0];

  always @(posedge clk) begin
    if (rst) begin
      read_q <= 1'b0;
      valid_q <= 1'b0;
      last_q <= 1'b0;
      ends_q <= 1'b0;
      joins_q <= 1'b0;
      joining_q <= 1'b0;
    end else if (run) begin
      read_q <= read;
      valid_q <= read_out;
      last_q <= last;
      ends_q <= last_out;
      joins_q <= joins;
      joining_q <= joins_out;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      address_q <= address;
      activation_q <= upper_then_bank_data_15_8_else_bank_data_7_0;
      first_q <= first;
      starts_q <= first_out;
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

// A processing element that keeps its sum.
`default_nettype none

module core_pe (
  input wire clk,
  input wire rst,
  input wire run,
  input wire [7:0] activation,
  input wire valid,
  input wire first,
  input wire shift,
  input wire [7:0] weight_in,
  input wire [31:0] sum_in,
  output wire [7:0] activation_out,
  output wire valid_out,
  output wire first_out,
  output wire shift_out,
  output wire [7:0] weight_out,
  input wire joins,
  output wire joins_out,
  input wire last,
  output wire last_out,
  output wire [31:0] sum_out
);

  reg [7:0] activation_out_q;
  reg valid_out_q;
  reg first_out_q;
  reg shift_out_q;
  reg [7:0] weight_out_q;
  reg [31:0] sum;
  reg [31:0] sum_before;
  reg joins_out_q;
  reg [26:0] mac_first_q;
  reg [27:0] mac_second_q;
  reg mac_first_negative_q;
  reg mac_subtract_q;
  reg [7:0] mac_exponent_q;
  reg mac_aligned_nan_q;
  reg mac_aligned_infinite_q;
  reg mac_aligned_infinite_negative_q;
  reg [28:0] mac_sum_q;
  reg mac_sum_negative_q;
  reg mac_sum_subtract_q;
  reg [7:0] mac_sum_exponent_q;
  reg mac_sum_nan_q;
  reg mac_sum_infinite_q;
  reg mac_sum_infinite_negative_q;
  reg [4:0] mac_sum_zeros_q;
  reg mac_sum_nothing_q;
  reg last_out_q;
  reg sum_last_1;
  reg sum_last;
  reg [31:0] drain;

  assign activation_out = activation_out_q;
  assign valid_out = valid_out_q;
  assign first_out = first_out_q;
  assign shift_out = shift_out_q;
  assign weight_out = weight_out_q;
  assign joins_out = joins_out_q;
  wire absent = ~valid;
  wire [31:0] kept_sum = first ? {absent, 31'd0} : sum;
  wire mac_a_normal = |activation[6:3];
  wire mac_a_count_h_any = mac_a_normal | activation[2];
  wire mac_a_count_l_any = activation[1] | activation[0];
  wire mac_a_count_any = mac_a_count_h_any | mac_a_count_l_any;
  wire mux_5d2f130f = mac_a_count_h_any ? (~mac_a_normal) : (~activation[1]);
  wire [1:0] mac_a_count_zeros = {(~mac_a_count_h_any), mux_5d2f130f};
  wire [3:0] mac_a_shift_by2 = mac_a_count_zeros[1] ? {activation[1:0], 2'd0} : {mac_a_normal, activation[2:0]};
  wire [3:0] mac_a_shift_by1 = mac_a_count_zeros[0] ? {mac_a_shift_by2[2:0], 1'b0} : mac_a_shift_by2;
  wire signed [2:0] n1_minus_mac_a_count_zeros = 3'sd1 - $signed({1'b0, mac_a_count_zeros});
  wire signed [4:0] mac_a_exponent = mac_a_normal ? {1'b0, activation[6:3]} : {{2{n1_minus_mac_a_count_zeros[2]}}, n1_minus_mac_a_count_zeros};
  wire mac_a_zero = ~mac_a_count_any;
  wire mac_a_nan = (&activation[6:3]) & (&activation[2:0]);
  wire mac_b_normal = |weight_in[6:3];
  wire mac_b_count_h_any = mac_b_normal | weight_in[2];
  wire mac_b_count_l_any = weight_in[1] | weight_in[0];
  wire mac_b_count_any = mac_b_count_h_any | mac_b_count_l_any;
  wire mux_54a261b7 = mac_b_count_h_any ? (~mac_b_normal) : (~weight_in[1]);
  wire [1:0] mac_b_count_zeros = {(~mac_b_count_h_any), mux_54a261b7};
  wire [3:0] mac_b_shift_by2 = mac_b_count_zeros[1] ? {weight_in[1:0], 2'd0} : {mac_b_normal, weight_in[2:0]};
  wire [3:0] mac_b_shift_by1 = mac_b_count_zeros[0] ? {mac_b_shift_by2[2:0], 1'b0} : mac_b_shift_by2;
  wire signed [2:0] n1_minus_mac_b_count_zeros = 3'sd1 - $signed({1'b0, mac_b_count_zeros});
  wire signed [4:0] mac_b_exponent = mac_b_normal ? {1'b0, weight_in[6:3]} : {{2{n1_minus_mac_b_count_zeros[2]}}, n1_minus_mac_b_count_zeros};
  wire mac_b_zero = ~mac_b_count_any;
  wire mac_b_nan = (&weight_in[6:3]) & (&weight_in[2:0]);
  wire mac_product_negative = activation[7] ^ weight_in[7];
  wire signed [7:0] mac_a_shift_by1_times_mac_b_shift_by1 = $signed({1'b0, mac_a_shift_by1}) * $signed({1'b0, mac_b_shift_by1});
  wire [7:0] mac_product_significand = mac_a_shift_by1_times_mac_b_shift_by1 & {valid, valid, valid, valid, valid, valid, valid, valid};
  wire signed [5:0] mac_a_exponent_plus_mac_b_exponent = $signed({mac_a_exponent[4], mac_a_exponent}) + $signed({mac_b_exponent[4], mac_b_exponent});
  wire signed [8:0] mac_product_exponent = $signed({{3{mac_a_exponent_plus_mac_b_exponent[5]}}, mac_a_exponent_plus_mac_b_exponent}) + 9'sd114;
  wire mac_product_zero = (mac_a_zero | mac_b_zero) | absent;
  wire mac_product_nan = (mac_a_nan | mac_b_nan) & valid;
  wire mac_addend_normal = |kept_sum[30:23];
  wire mac_addend_special = &kept_sum[30:23];
  wire mac_addend_fraction = |kept_sum[22:0];
  wire [7:0] mac_addend_exponent = {kept_sum[30:24], (kept_sum[23] | (~mac_addend_normal))};
  wire mac_addend_infinite = mac_addend_special & (~mac_addend_fraction);
  wire mac_addend_nan = mac_addend_special & mac_addend_fraction;
  wire mac_joined_normal = |sum_before[30:23];
  wire mac_joined_special = &sum_before[30:23];
  wire mac_joined_fraction = |sum_before[22:0];
  wire [7:0] mac_joined_exponent = {sum_before[30:24], (sum_before[23] | (~mac_joined_normal))};
  wire mac_joined_infinite = mac_joined_special & (~mac_joined_fraction);
  wire mac_joined_nan = mac_joined_special & mac_joined_fraction;
  wire mac_added_negative = joins ? sum_before[31] : mac_product_negative;
  wire [23:0] mac_added_significand = joins ? {mac_joined_normal, sum_before[22:0]} : {mac_product_significand, 16'd0};
  wire signed [8:0] mac_added_exponent = joins ? {1'b0, mac_joined_exponent} : mac_product_exponent;
  wire mac_added_zero = mac_product_zero & (~joins);
  wire mac_added_infinite = joins ? mac_joined_infinite : 1'b0;
  wire mac_added_nan = joins ? mac_joined_nan : mac_product_nan;
  wire mac_added_counts = valid | joins;
  wire signed [9:0] mac_difference = $signed({mac_added_exponent[8], mac_added_exponent}) - $signed({2'd0, mac_addend_exponent});
  wire mac_product_lower = mac_difference[9] | mac_added_zero;
  wire [9:0] mac_difference_9_etc_0107e225 = {mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9]};
  wire [8:0] mac_amount = mac_difference[8:0] ^ mac_difference_9_etc_0107e225[8:0];
  wire [26:0] mac_added_significand_u27 = {3'd0, mac_added_significand};
  wire [26:0] mac_added_significand_24_0_0 = {mac_added_significand_u27[24:0], 2'd0};
  wire [26:0] mac_addend_normal_kept_sum_22_0_0 = {mac_addend_normal, kept_sum[22:0], 3'd0};
  wire mux_7f6e1be6 = mac_product_lower ? mac_added_significand_24_0_0[0] : mac_addend_normal_kept_sum_22_0_0[0];
  wire mac_align_lost1 = mac_amount[0] & mux_7f6e1be6;
  wire [26:0] mux_26349ac6 = mac_product_lower ? mac_added_significand_24_0_0 : mac_addend_normal_kept_sum_22_0_0;
  wire [26:0] mac_align_by1 = mac_amount[0] ? {1'b0, mux_26349ac6[26:1]} : mux_26349ac6;
  wire mac_align_lost2 = mac_align_lost1 | (mac_amount[1] & (|mac_align_by1[1:0]));
  wire [26:0] mac_align_by2 = mac_amount[1] ? {2'd0, mac_align_by1[26:2]} : mac_align_by1;
  wire mac_align_lost4 = mac_align_lost2 | (mac_amount[2] & (|mac_align_by2[3:0]));
  wire [26:0] mac_align_by4 = mac_amount[2] ? {4'd0, mac_align_by2[26:4]} : mac_align_by2;
  wire mac_align_lost8 = mac_align_lost4 | (mac_amount[3] & (|mac_align_by4[7:0]));
  wire [26:0] mac_align_by8 = mac_amount[3] ? {8'd0, mac_align_by4[26:8]} : mac_align_by4;
  wire mac_align_lost16 = mac_align_lost8 | (mac_amount[4] & (|mac_align_by8[15:0]));
  wire [26:0] mac_align_by16 = mac_amount[4] ? {16'd0, mac_align_by8[26:16]} : mac_align_by8;
  wire mac_align_all = |mac_amount[8:5];
  wire [26:0] mac_align_value = mac_align_all ? 27'd0 : mac_align_by16;
  wire mac_align_lost = mac_align_lost16 | (mac_align_all & (|mac_align_by16));
  wire mux_f2179231 = mac_added_counts ? mac_added_negative : kept_sum[31];
  wire mac_subtract = mux_f2179231 ^ kept_sum[31];
  wire [26:0] mac_first = mac_product_lower ? mac_addend_normal_kept_sum_22_0_0 : {mac_added_significand, 3'd0};
  wire mac_first_negative = mac_product_lower ? kept_sum[31] : mux_f2179231;
  wire [7:0] mac_exponent = mac_product_lower ? mac_addend_exponent : mac_added_exponent[7:0];
  wire mac_nan = (mac_added_nan | mac_addend_nan) | ((mac_added_infinite & mac_addend_infinite) & mac_subtract);
  wire mac_infinite = mac_added_infinite | mac_addend_infinite;
  wire mac_infinite_negative = mac_added_infinite ? mux_f2179231 : kept_sum[31];
  wire mac_swapped = mac_subtract_q & ({mac_first_q, 1'b0} <= mac_second_q);
  wire [27:0] mac_second_q_minus_mac_first_q_0 = mac_second_q - {mac_first_q, 1'b0};
  wire [27:0] mac_first_q_0_minus_mac_second_q = {mac_first_q, 1'b0} - mac_second_q;
  wire [27:0] mac_apart = mac_swapped ? mac_second_q_minus_mac_first_q_0 : mac_first_q_0_minus_mac_second_q;
  wire [28:0] mac_first_q_0_plus_mac_second_q = {1'b0, {mac_first_q, 1'b0}} + {1'b0, mac_second_q};
  wire [28:0] mac_sum = mac_subtract_q ? {1'b0, mac_apart} : mac_first_q_0_plus_mac_second_q;
  wire mac_negative = mac_first_negative_q ^ mac_swapped;
  wire [4:0] mux_0cfeb1a4 = (|mac_exponent_q[7:5]) ? 5'd29 : mac_exponent_q[4:0];
  wire [28:0] shr_89fda693 = 29'h10000000 >> mux_0cfeb1a4;
  wire [28:0] mac_limit = {1'b0, shr_89fda693[27:0]};
  wire [28:0] mac_sum_or_mac_limit = mac_sum | mac_limit;
  wire mac_count_h_h_h_h_any = mac_sum_or_mac_limit[28] | mac_sum_or_mac_limit[27];
  wire mac_count_h_h_h_l_any = mac_sum_or_mac_limit[26] | mac_sum_or_mac_limit[25];
  wire mac_count_h_h_h_any = mac_count_h_h_h_h_any | mac_count_h_h_h_l_any;
  wire mux_23f766e4 = mac_count_h_h_h_h_any ? (~mac_sum_or_mac_limit[28]) : (~mac_sum_or_mac_limit[26]);
  wire [1:0] mac_count_h_h_h_zeros = {(~mac_count_h_h_h_h_any), mux_23f766e4};
  wire mac_count_h_h_l_h_any = mac_sum_or_mac_limit[24] | mac_sum_or_mac_limit[23];
  wire mac_count_h_h_l_l_any = mac_sum_or_mac_limit[22] | mac_sum_or_mac_limit[21];
  wire mac_count_h_h_l_any = mac_count_h_h_l_h_any | mac_count_h_h_l_l_any;
  wire mux_c3e837a8 = mac_count_h_h_l_h_any ? (~mac_sum_or_mac_limit[24]) : (~mac_sum_or_mac_limit[22]);
  wire [1:0] mac_count_h_h_l_zeros = {(~mac_count_h_h_l_h_any), mux_c3e837a8};
  wire mac_count_h_h_any = mac_count_h_h_h_any | mac_count_h_h_l_any;
  wire [1:0] mux_802edaa4 = mac_count_h_h_h_any ? mac_count_h_h_h_zeros : mac_count_h_h_l_zeros;
  wire [2:0] mac_count_h_h_zeros = {(~mac_count_h_h_h_any), mux_802edaa4};
  wire mac_count_h_l_h_h_any = mac_sum_or_mac_limit[20] | mac_sum_or_mac_limit[19];
  wire mac_count_h_l_h_l_any = mac_sum_or_mac_limit[18] | mac_sum_or_mac_limit[17];
  wire mac_count_h_l_h_any = mac_count_h_l_h_h_any | mac_count_h_l_h_l_any;
  wire mux_3f0b0c55 = mac_count_h_l_h_h_any ? (~mac_sum_or_mac_limit[20]) : (~mac_sum_or_mac_limit[18]);
  wire [1:0] mac_count_h_l_h_zeros = {(~mac_count_h_l_h_h_any), mux_3f0b0c55};
  wire mac_count_h_l_l_h_any = mac_sum_or_mac_limit[16] | mac_sum_or_mac_limit[15];
  wire mac_count_h_l_l_l_any = mac_sum_or_mac_limit[14] | mac_sum_or_mac_limit[13];
  wire mac_count_h_l_l_any = mac_count_h_l_l_h_any | mac_count_h_l_l_l_any;
  wire mux_b7d40bd0 = mac_count_h_l_l_h_any ? (~mac_sum_or_mac_limit[16]) : (~mac_sum_or_mac_limit[14]);
  wire [1:0] mac_count_h_l_l_zeros = {(~mac_count_h_l_l_h_any), mux_b7d40bd0};
  wire mac_count_h_l_any = mac_count_h_l_h_any | mac_count_h_l_l_any;
  wire [1:0] mux_6fda1270 = mac_count_h_l_h_any ? mac_count_h_l_h_zeros : mac_count_h_l_l_zeros;
  wire [2:0] mac_count_h_l_zeros = {(~mac_count_h_l_h_any), mux_6fda1270};
  wire mac_count_h_any = mac_count_h_h_any | mac_count_h_l_any;
  wire [2:0] mux_8c335b6c = mac_count_h_h_any ? mac_count_h_h_zeros : mac_count_h_l_zeros;
  wire [3:0] mac_count_h_zeros = {(~mac_count_h_h_any), mux_8c335b6c};
  wire mac_count_l_h_h_h_any = mac_sum_or_mac_limit[12] | mac_sum_or_mac_limit[11];
  wire mac_count_l_h_h_l_any = mac_sum_or_mac_limit[10] | mac_sum_or_mac_limit[9];
  wire mac_count_l_h_h_any = mac_count_l_h_h_h_any | mac_count_l_h_h_l_any;
  wire mux_7dee69fc = mac_count_l_h_h_h_any ? (~mac_sum_or_mac_limit[12]) : (~mac_sum_or_mac_limit[10]);
  wire [1:0] mac_count_l_h_h_zeros = {(~mac_count_l_h_h_h_any), mux_7dee69fc};
  wire mac_count_l_h_l_h_any = mac_sum_or_mac_limit[8] | mac_sum_or_mac_limit[7];
  wire mac_count_l_h_l_l_any = mac_sum_or_mac_limit[6] | mac_sum_or_mac_limit[5];
  wire mac_count_l_h_l_any = mac_count_l_h_l_h_any | mac_count_l_h_l_l_any;
  wire mux_c415a764 = mac_count_l_h_l_h_any ? (~mac_sum_or_mac_limit[8]) : (~mac_sum_or_mac_limit[6]);
  wire [1:0] mac_count_l_h_l_zeros = {(~mac_count_l_h_l_h_any), mux_c415a764};
  wire mac_count_l_h_any = mac_count_l_h_h_any | mac_count_l_h_l_any;
  wire [1:0] mux_d57b2e30 = mac_count_l_h_h_any ? mac_count_l_h_h_zeros : mac_count_l_h_l_zeros;
  wire [2:0] mac_count_l_h_zeros = {(~mac_count_l_h_h_any), mux_d57b2e30};
  wire mac_count_l_l_h_h_any = mac_sum_or_mac_limit[4] | mac_sum_or_mac_limit[3];
  wire mac_count_l_l_h_l_any = mac_sum_or_mac_limit[2] | mac_sum_or_mac_limit[1];
  wire mac_count_l_l_h_any = mac_count_l_l_h_h_any | mac_count_l_l_h_l_any;
  wire mux_83022564 = mac_count_l_l_h_h_any ? (~mac_sum_or_mac_limit[4]) : (~mac_sum_or_mac_limit[2]);
  wire [1:0] mac_count_l_l_h_zeros = {(~mac_count_l_l_h_h_any), mux_83022564};
  wire [1:0] mux_d0d139c3 = mac_count_l_l_h_any ? mac_count_l_l_h_zeros : 2'd0;
  wire [2:0] mac_count_l_l_zeros = {(~mac_count_l_l_h_any), mux_d0d139c3};
  wire [2:0] mux_0a9ae950 = mac_count_l_h_any ? mac_count_l_h_zeros : mac_count_l_l_zeros;
  wire [3:0] mac_count_l_zeros = {(~mac_count_l_h_any), mux_0a9ae950};
  wire [3:0] mux_74106bfe = mac_count_h_any ? mac_count_h_zeros : mac_count_l_zeros;
  wire [4:0] mac_count_zeros = {(~mac_count_h_any), mux_74106bfe};
  wire mac_nothing = ~(|mac_sum);
  wire [28:0] mac_normal_by16 = mac_sum_zeros_q[4] ? {mac_sum_q[12:0], 16'd0} : mac_sum_q;
  wire [28:0] mac_normal_by8 = mac_sum_zeros_q[3] ? {mac_normal_by16[20:0], 8'd0} : mac_normal_by16;
  wire [28:0] mac_normal_by4 = mac_sum_zeros_q[2] ? {mac_normal_by8[24:0], 4'd0} : mac_normal_by8;
  wire [28:0] mac_normal_by2 = mac_sum_zeros_q[1] ? {mac_normal_by4[26:0], 2'd0} : mac_normal_by4;
  wire [28:0] mac_normal_by1 = mac_sum_zeros_q[0] ? {mac_normal_by2[27:0], 1'b0} : mac_normal_by2;
  wire [8:0] mac_sum_exponent_q_plus_1 = {1'b0, mac_sum_exponent_q} + 9'd1;
  wire signed [8:0] mac_sum_exponent_q_plus_1_minus_mac_sum_zeros_q = $signed(mac_sum_exponent_q_plus_1) - $signed({4'd0, mac_sum_zeros_q});
  wire [8:0] mac_normal_exponent = mac_sum_exponent_q_plus_1_minus_mac_sum_zeros_q;
  wire mac_normal_negative = mac_sum_negative_q & (~(mac_sum_nothing_q & mac_sum_subtract_q));
  wire mac_up = mac_normal_by1[4] & ((|mac_normal_by1[3:0]) | mac_normal_by1[5]);
  wire [7:0] and_d4164a18 = mac_normal_exponent[7:0] & {mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28]};
  wire [30:0] mac_rounded = {and_d4164a18, mac_normal_by1[27:5]} + {30'd0, mac_up};
  wire mac_large = (&mac_normal_exponent[7:0]) | mac_normal_exponent[8];
  wire mac_is_infinite = mac_sum_infinite_q | mac_large;
  wire mux_8ad6952b = mac_sum_infinite_q ? mac_sum_infinite_negative_q : mac_normal_negative;
  wire [30:0] mux_ab77c632 = (mac_is_infinite | mac_sum_nan_q) ? {8'd255, mac_sum_nan_q, 22'd0} : mac_rounded;
  wire [31:0] mac_code = {(mux_8ad6952b & (~mac_sum_nan_q)), mux_ab77c632};
  wire [31:0] new_sum = mac_code;
  assign last_out = last_out_q;
  wire [31:0] drain_next = sum_last ? new_sum : sum_in;
  assign sum_out = drain;

  always @(posedge clk) begin
    if (run) begin
      activation_out_q <= activation;
      first_out_q <= first;
      weight_out_q <= weight_in;
      sum <= new_sum;
      sum_before <= sum;
      mac_first_q <= mac_first;
      mac_second_q <= {mac_align_value, mac_align_lost};
      mac_first_negative_q <= mac_first_negative;
      mac_subtract_q <= mac_subtract;
      mac_exponent_q <= mac_exponent;
      mac_aligned_nan_q <= mac_nan;
      mac_aligned_infinite_q <= mac_infinite;
      mac_aligned_infinite_negative_q <= mac_infinite_negative;
      mac_sum_q <= mac_sum;
      mac_sum_negative_q <= mac_negative;
      mac_sum_subtract_q <= mac_subtract_q;
      mac_sum_exponent_q <= mac_exponent_q;
      mac_sum_nan_q <= mac_aligned_nan_q;
      mac_sum_infinite_q <= mac_aligned_infinite_q;
      mac_sum_infinite_negative_q <= mac_aligned_infinite_negative_q;
      mac_sum_zeros_q <= mac_count_zeros;
      mac_sum_nothing_q <= mac_nothing;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      valid_out_q <= 1'b0;
      shift_out_q <= 1'b0;
      joins_out_q <= 1'b0;
      last_out_q <= 1'b0;
      sum_last_1 <= 1'b0;
      sum_last <= 1'b0;
    end else if (run) begin
      valid_out_q <= valid;
      shift_out_q <= shift;
      joins_out_q <= joins;
      last_out_q <= last;
      sum_last_1 <= last;
      sum_last <= sum_last_1;
    end
  end

  always @(posedge clk) begin
    if (run & (sum_last | shift)) begin
      drain <= drain_next;
    end
  end

  wire _unused_ok = &{1'b0, mac_difference_9_etc_0107e225[9], mac_added_significand_u27[26:25], shr_89fda693[28], mac_sum_or_mac_limit[0]};
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
  output wire add_out,
  output wire keep_out,
  output wire partial_out,
  output wire [9:0] address_out,
  output wire [31:0] total,
  output wire [31:0] held
);

  reg valid_q;
  reg emit_q;
  reg add_q;
  reg keep_q;
  reg partial_q;
  reg [9:0] address_q;
  reg active_q;
  reg [26:0] add_first_q;
  reg [27:0] add_second_q;
  reg add_first_negative_q;
  reg add_subtract_q;
  reg [7:0] add_exponent_q;
  reg add_aligned_nan_q;
  reg add_aligned_infinite_q;
  reg add_aligned_infinite_negative_q;
  reg [28:0] add_sum_q;
  reg add_sum_negative_q;
  reg add_sum_subtract_q;
  reg [7:0] add_sum_exponent_q;
  reg add_sum_nan_q;
  reg add_sum_infinite_q;
  reg add_sum_infinite_negative_q;
  reg [4:0] add_sum_zeros_q;
  reg add_sum_nothing_q;
  reg [9:0] write_address_1;
  reg [9:0] write_address;
  reg writes_1;
  reg writes;
  reg leaves_1;
  reg leaves;
  reg [31:0] bank_data;

  wire counted = (~partial) | counts;
  wire active = valid & counted;
  assign valid_out = valid_q;
  assign emit_out = emit_q;
  assign add_out = add_q;
  assign keep_out = keep_q;
  assign partial_out = partial_q;
  assign address_out = address_q;
  wire [31:0] add_out_then_bank_data_else_0 = add_out ? bank_data : 32'd0;
  wire add_a_normal = |add_out_then_bank_data_else_0[30:23];
  wire add_a_special = &add_out_then_bank_data_else_0[30:23];
  wire add_a_fraction = |add_out_then_bank_data_else_0[22:0];
  wire [7:0] add_a_exponent = {add_out_then_bank_data_else_0[30:24], (add_out_then_bank_data_else_0[23] | (~add_a_normal))};
  wire add_a_infinite = add_a_special & (~add_a_fraction);
  wire add_a_nan = add_a_special & add_a_fraction;
  wire add_b_normal = |sum[30:23];
  wire add_b_special = &sum[30:23];
  wire add_b_fraction = |sum[22:0];
  wire [7:0] add_b_exponent = {sum[30:24], (sum[23] | (~add_b_normal))};
  wire add_b_infinite = add_b_special & (~add_b_fraction);
  wire add_b_nan = add_b_special & add_b_fraction;
  wire signed [8:0] add_a_exponent_s9 = {1'b0, add_a_exponent};
  wire signed [9:0] add_difference = $signed({add_a_exponent_s9[8], add_a_exponent_s9}) - $signed({2'd0, add_b_exponent});
  wire add_product_lower = add_difference[9];
  wire [9:0] add_difference_9_etc_1d5cfd9d = {add_difference[9], add_difference[9], add_difference[9], add_difference[9], add_difference[9], add_difference[9], add_difference[9], add_difference[9], add_difference[9], add_difference[9]};
  wire [8:0] add_amount = add_difference[8:0] ^ add_difference_9_etc_1d5cfd9d[8:0];
  wire [26:0] add_a_normal_add_out_then_bank_data_else_0_22_0 = {3'd0, {add_a_normal, add_out_then_bank_data_else_0[22:0]}};
  wire [26:0] concat_8ef5dbab = {add_a_normal_add_out_then_bank_data_else_0_22_0[24:0], 2'd0};
  wire [26:0] add_b_normal_sum_22_0_0 = {add_b_normal, sum[22:0], 3'd0};
  wire mux_10d9c744 = add_product_lower ? concat_8ef5dbab[0] : add_b_normal_sum_22_0_0[0];
  wire add_align_lost1 = add_amount[0] & mux_10d9c744;
  wire [26:0] mux_5ed5acee = add_product_lower ? concat_8ef5dbab : add_b_normal_sum_22_0_0;
  wire [26:0] add_align_by1 = add_amount[0] ? {1'b0, mux_5ed5acee[26:1]} : mux_5ed5acee;
  wire add_align_lost2 = add_align_lost1 | (add_amount[1] & (|add_align_by1[1:0]));
  wire [26:0] add_align_by2 = add_amount[1] ? {2'd0, add_align_by1[26:2]} : add_align_by1;
  wire add_align_lost4 = add_align_lost2 | (add_amount[2] & (|add_align_by2[3:0]));
  wire [26:0] add_align_by4 = add_amount[2] ? {4'd0, add_align_by2[26:4]} : add_align_by2;
  wire add_align_lost8 = add_align_lost4 | (add_amount[3] & (|add_align_by4[7:0]));
  wire [26:0] add_align_by8 = add_amount[3] ? {8'd0, add_align_by4[26:8]} : add_align_by4;
  wire add_align_lost16 = add_align_lost8 | (add_amount[4] & (|add_align_by8[15:0]));
  wire [26:0] add_align_by16 = add_amount[4] ? {16'd0, add_align_by8[26:16]} : add_align_by8;
  wire add_align_all = |add_amount[8:5];
  wire [26:0] add_align_value = add_align_all ? 27'd0 : add_align_by16;
  wire add_align_lost = add_align_lost16 | (add_align_all & (|add_align_by16));
  wire add_subtract = add_out_then_bank_data_else_0[31] ^ sum[31];
  wire [26:0] add_first = add_product_lower ? add_b_normal_sum_22_0_0 : {add_a_normal, add_out_then_bank_data_else_0[22:0], 3'd0};
  wire add_first_negative = add_product_lower ? sum[31] : add_out_then_bank_data_else_0[31];
  wire [7:0] add_exponent = add_product_lower ? add_b_exponent : add_a_exponent;
  wire add_nan = (add_a_nan | add_b_nan) | ((add_a_infinite & add_b_infinite) & add_subtract);
  wire add_infinite = add_a_infinite | add_b_infinite;
  wire add_infinite_negative = add_a_infinite ? add_out_then_bank_data_else_0[31] : sum[31];
  wire add_swapped = add_subtract_q & ({add_first_q, 1'b0} <= add_second_q);
  wire [27:0] add_second_q_minus_add_first_q_0 = add_second_q - {add_first_q, 1'b0};
  wire [27:0] add_first_q_0_minus_add_second_q = {add_first_q, 1'b0} - add_second_q;
  wire [27:0] add_apart = add_swapped ? add_second_q_minus_add_first_q_0 : add_first_q_0_minus_add_second_q;
  wire [28:0] add_first_q_0_plus_add_second_q = {1'b0, {add_first_q, 1'b0}} + {1'b0, add_second_q};
  wire [28:0] add_sum = add_subtract_q ? {1'b0, add_apart} : add_first_q_0_plus_add_second_q;
  wire add_negative = add_first_negative_q ^ add_swapped;
  wire [4:0] mux_5d80a9f8 = (|add_exponent_q[7:5]) ? 5'd29 : add_exponent_q[4:0];
  wire [28:0] shr_77df5d0a = 29'h10000000 >> mux_5d80a9f8;
  wire [28:0] add_limit = {1'b0, shr_77df5d0a[27:0]};
  wire [28:0] add_sum_or_add_limit = add_sum | add_limit;
  wire add_count_h_h_h_h_any = add_sum_or_add_limit[28] | add_sum_or_add_limit[27];
  wire add_count_h_h_h_l_any = add_sum_or_add_limit[26] | add_sum_or_add_limit[25];
  wire add_count_h_h_h_any = add_count_h_h_h_h_any | add_count_h_h_h_l_any;
  wire mux_b5bb0ae0 = add_count_h_h_h_h_any ? (~add_sum_or_add_limit[28]) : (~add_sum_or_add_limit[26]);
  wire [1:0] add_count_h_h_h_zeros = {(~add_count_h_h_h_h_any), mux_b5bb0ae0};
  wire add_count_h_h_l_h_any = add_sum_or_add_limit[24] | add_sum_or_add_limit[23];
  wire add_count_h_h_l_l_any = add_sum_or_add_limit[22] | add_sum_or_add_limit[21];
  wire add_count_h_h_l_any = add_count_h_h_l_h_any | add_count_h_h_l_l_any;
  wire mux_c07fa854 = add_count_h_h_l_h_any ? (~add_sum_or_add_limit[24]) : (~add_sum_or_add_limit[22]);
  wire [1:0] add_count_h_h_l_zeros = {(~add_count_h_h_l_h_any), mux_c07fa854};
  wire add_count_h_h_any = add_count_h_h_h_any | add_count_h_h_l_any;
  wire [1:0] mux_c892524c = add_count_h_h_h_any ? add_count_h_h_h_zeros : add_count_h_h_l_zeros;
  wire [2:0] add_count_h_h_zeros = {(~add_count_h_h_h_any), mux_c892524c};
  wire add_count_h_l_h_h_any = add_sum_or_add_limit[20] | add_sum_or_add_limit[19];
  wire add_count_h_l_h_l_any = add_sum_or_add_limit[18] | add_sum_or_add_limit[17];
  wire add_count_h_l_h_any = add_count_h_l_h_h_any | add_count_h_l_h_l_any;
  wire mux_61d8f441 = add_count_h_l_h_h_any ? (~add_sum_or_add_limit[20]) : (~add_sum_or_add_limit[18]);
  wire [1:0] add_count_h_l_h_zeros = {(~add_count_h_l_h_h_any), mux_61d8f441};
  wire add_count_h_l_l_h_any = add_sum_or_add_limit[16] | add_sum_or_add_limit[15];
  wire add_count_h_l_l_l_any = add_sum_or_add_limit[14] | add_sum_or_add_limit[13];
  wire add_count_h_l_l_any = add_count_h_l_l_h_any | add_count_h_l_l_l_any;
  wire mux_13ce8ed0 = add_count_h_l_l_h_any ? (~add_sum_or_add_limit[16]) : (~add_sum_or_add_limit[14]);
  wire [1:0] add_count_h_l_l_zeros = {(~add_count_h_l_l_h_any), mux_13ce8ed0};
  wire add_count_h_l_any = add_count_h_l_h_any | add_count_h_l_l_any;
  wire [1:0] mux_ece9dc88 = add_count_h_l_h_any ? add_count_h_l_h_zeros : add_count_h_l_l_zeros;
  wire [2:0] add_count_h_l_zeros = {(~add_count_h_l_h_any), mux_ece9dc88};
  wire add_count_h_any = add_count_h_h_any | add_count_h_l_any;
  wire [2:0] mux_42022114 = add_count_h_h_any ? add_count_h_h_zeros : add_count_h_l_zeros;
  wire [3:0] add_count_h_zeros = {(~add_count_h_h_any), mux_42022114};
  wire add_count_l_h_h_h_any = add_sum_or_add_limit[12] | add_sum_or_add_limit[11];
  wire add_count_l_h_h_l_any = add_sum_or_add_limit[10] | add_sum_or_add_limit[9];
  wire add_count_l_h_h_any = add_count_l_h_h_h_any | add_count_l_h_h_l_any;
  wire mux_9c6fd0b4 = add_count_l_h_h_h_any ? (~add_sum_or_add_limit[12]) : (~add_sum_or_add_limit[10]);
  wire [1:0] add_count_l_h_h_zeros = {(~add_count_l_h_h_h_any), mux_9c6fd0b4};
  wire add_count_l_h_l_h_any = add_sum_or_add_limit[8] | add_sum_or_add_limit[7];
  wire add_count_l_h_l_l_any = add_sum_or_add_limit[6] | add_sum_or_add_limit[5];
  wire add_count_l_h_l_any = add_count_l_h_l_h_any | add_count_l_h_l_l_any;
  wire mux_c8925b78 = add_count_l_h_l_h_any ? (~add_sum_or_add_limit[8]) : (~add_sum_or_add_limit[6]);
  wire [1:0] add_count_l_h_l_zeros = {(~add_count_l_h_l_h_any), mux_c8925b78};
  wire add_count_l_h_any = add_count_l_h_h_any | add_count_l_h_l_any;
  wire [1:0] mux_7e11b288 = add_count_l_h_h_any ? add_count_l_h_h_zeros : add_count_l_h_l_zeros;
  wire [2:0] add_count_l_h_zeros = {(~add_count_l_h_h_any), mux_7e11b288};
  wire add_count_l_l_h_h_any = add_sum_or_add_limit[4] | add_sum_or_add_limit[3];
  wire add_count_l_l_h_l_any = add_sum_or_add_limit[2] | add_sum_or_add_limit[1];
  wire add_count_l_l_h_any = add_count_l_l_h_h_any | add_count_l_l_h_l_any;
  wire mux_accc9e40 = add_count_l_l_h_h_any ? (~add_sum_or_add_limit[4]) : (~add_sum_or_add_limit[2]);
  wire [1:0] add_count_l_l_h_zeros = {(~add_count_l_l_h_h_any), mux_accc9e40};
  wire [1:0] mux_622599d3 = add_count_l_l_h_any ? add_count_l_l_h_zeros : 2'd0;
  wire [2:0] add_count_l_l_zeros = {(~add_count_l_l_h_any), mux_622599d3};
  wire [2:0] mux_9038aea8 = add_count_l_h_any ? add_count_l_h_zeros : add_count_l_l_zeros;
  wire [3:0] add_count_l_zeros = {(~add_count_l_h_any), mux_9038aea8};
  wire [3:0] mux_c0919dd2 = add_count_h_any ? add_count_h_zeros : add_count_l_zeros;
  wire [4:0] add_count_zeros = {(~add_count_h_any), mux_c0919dd2};
  wire add_nothing = ~(|add_sum);
  wire [28:0] add_normal_by16 = add_sum_zeros_q[4] ? {add_sum_q[12:0], 16'd0} : add_sum_q;
  wire [28:0] add_normal_by8 = add_sum_zeros_q[3] ? {add_normal_by16[20:0], 8'd0} : add_normal_by16;
  wire [28:0] add_normal_by4 = add_sum_zeros_q[2] ? {add_normal_by8[24:0], 4'd0} : add_normal_by8;
  wire [28:0] add_normal_by2 = add_sum_zeros_q[1] ? {add_normal_by4[26:0], 2'd0} : add_normal_by4;
  wire [28:0] add_normal_by1 = add_sum_zeros_q[0] ? {add_normal_by2[27:0], 1'b0} : add_normal_by2;
  wire [8:0] add_sum_exponent_q_plus_1 = {1'b0, add_sum_exponent_q} + 9'd1;
  wire signed [8:0] add_sum_exponent_q_plus_1_minus_add_sum_zeros_q = $signed(add_sum_exponent_q_plus_1) - $signed({4'd0, add_sum_zeros_q});
  wire [8:0] add_normal_exponent = add_sum_exponent_q_plus_1_minus_add_sum_zeros_q;
  wire add_normal_negative = add_sum_negative_q & (~(add_sum_nothing_q & add_sum_subtract_q));
  wire add_up = add_normal_by1[4] & ((|add_normal_by1[3:0]) | add_normal_by1[5]);
  wire [7:0] and_045ea808 = add_normal_exponent[7:0] & {add_normal_by1[28], add_normal_by1[28], add_normal_by1[28], add_normal_by1[28], add_normal_by1[28], add_normal_by1[28], add_normal_by1[28], add_normal_by1[28]};
  wire [30:0] add_rounded = {and_045ea808, add_normal_by1[27:5]} + {30'd0, add_up};
  wire add_large = (&add_normal_exponent[7:0]) | add_normal_exponent[8];
  wire add_is_infinite = add_sum_infinite_q | add_large;
  wire mux_3aef6df7 = add_sum_infinite_q ? add_sum_infinite_negative_q : add_normal_negative;
  wire [30:0] mux_1e036c2e = (add_is_infinite | add_sum_nan_q) ? {8'd255, add_sum_nan_q, 22'd0} : add_rounded;
  wire [31:0] add_code = {(mux_3aef6df7 & (~add_sum_nan_q)), mux_1e036c2e};
  wire [31:0] new_total = add_code;
  assign total = leaves ? new_total : 32'd0;
  assign held = bank_data;

  always @(posedge clk) begin
    if (rst) begin
      valid_q <= 1'b0;
      emit_q <= 1'b0;
      active_q <= 1'b0;
      writes_1 <= 1'b0;
      writes <= 1'b0;
      leaves_1 <= 1'b0;
      leaves <= 1'b0;
    end else if (run) begin
      valid_q <= valid;
      emit_q <= emit;
      active_q <= active;
      writes_1 <= (active_q & keep_out);
      writes <= writes_1;
      leaves_1 <= active_q;
      leaves <= leaves_1;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      add_q <= (add & counted);
      keep_q <= (keep & counted);
      partial_q <= partial;
      address_q <= address;
      add_first_q <= add_first;
      add_second_q <= {add_align_value, add_align_lost};
      add_first_negative_q <= add_first_negative;
      add_subtract_q <= add_subtract;
      add_exponent_q <= add_exponent;
      add_aligned_nan_q <= add_nan;
      add_aligned_infinite_q <= add_infinite;
      add_aligned_infinite_negative_q <= add_infinite_negative;
      add_sum_q <= add_sum;
      add_sum_negative_q <= add_negative;
      add_sum_subtract_q <= add_subtract_q;
      add_sum_exponent_q <= add_exponent_q;
      add_sum_nan_q <= add_aligned_nan_q;
      add_sum_infinite_q <= add_aligned_infinite_q;
      add_sum_infinite_negative_q <= add_aligned_infinite_negative_q;
      add_sum_zeros_q <= add_count_zeros;
      add_sum_nothing_q <= add_nothing;
      write_address_1 <= address_out;
      write_address <= write_address_1;
    end
  end

  wire [9:0] direct_read_then_direct_address_else_address = direct_read ? direct_address : address;
  wire [9:0] fill_then_direct_address_else_write_address = fill ? direct_address : write_address;
  wire [31:0] fill_then_fill_data_else_new_total = fill ? fill_data : new_total;
  reg [31:0] bank [0:1023];
  always @(posedge clk) begin
    if (direct_read | ((active & add) & run)) begin
      bank_data <= bank[direct_read_then_direct_address_else_address];
    end
    if (fill | (writes & run)) begin
      bank[fill_then_direct_address_else_write_address] <= fill_then_fill_data_else_new_total;
    end
  end

  wire _unused_ok = &{1'b0, add_difference_9_etc_1d5cfd9d[9], add_a_normal_add_out_then_bank_data_else_0_22_0[26:25], shr_77df5d0a[28], add_sum_or_add_limit[0]};
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
  reg [3:0] sum_valid_q;
  reg [3:0] sum_start_q;
  reg [55:0] sum_control_q;
  reg [1:0] drain_rows;
  reg [1:0] emitted_q;
  reg [63:0] result_0;
  reg [31:0] result_1;
  wire sequencer_activation_read;
  wire sequencer_weight_read;
  wire sequencer_activation_first;
  wire sequencer_activation_joins;
  wire sequencer_activation_last;
  wire [11:0] sequencer_activation_address;
  wire [11:0] sequencer_weight_address;
  wire sequencer_sum_read;
  wire sequencer_sum_start;
  wire sequencer_sum_emit;
  wire sequencer_sum_keep;
  wire sequencer_sum_add;
  wire sequencer_sum_partial;
  wire [9:0] sequencer_sum_address;
  wire [1:0] sequencer_column_counts;
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
  wire [1:0] activation_starts_all;
  wire [1:0] activation_ends_all;
  wire [1:0] activation_joining_all;
  wire [63:0] pe_sum_out_north;
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
  wire [1:0] sum_start_q_3_then_1_else_drain_rows_1 = sum_start_q[3] ? 2'd1 : {1'b0, drain_rows[1]};

  always @(posedge clk) begin
    if (rst) begin
      results_valid_q <= 1'b0;
      sum_valid_q <= 4'd0;
      sum_start_q <= 4'd0;
      drain_rows <= 2'd0;
      emitted_q <= 2'd0;
    end else if (run) begin
      results_valid_q <= emitted_q[1];
      sum_valid_q <= {sum_valid_q[2:0], sequencer_sum_read};
      sum_start_q <= {sum_start_q[2:0], sequencer_sum_start};
      drain_rows <= sum_start_q_3_then_1_else_drain_rows_1;
      emitted_q <= {emitted_q[0], (accumulator_valid_out_east & accumulator_emit_out_east)};
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
      sum_control_q <= {sum_control_q[41:0], sequencer_sum_address, sequencer_sum_emit, sequencer_sum_add, sequencer_sum_keep, sequencer_sum_partial};
      result_0 <= {result_0[31:0], accumulator_total_all[31:0]};
      result_1 <= accumulator_total_all[63:32];
    end
  end

  wire commands_data_3_0_is_1 = commands_data[3:0] == 4'd1;
  core_sequencer sequencer (
    .clk(clk),
    .rst(rst),
    .run(run),
    .start((taken & commands_data_3_0_is_1)),
    .command(commands_data),
    .activation_read(sequencer_activation_read),
    .weight_read(sequencer_weight_read),
    .activation_first(sequencer_activation_first),
    .activation_joins(sequencer_activation_joins),
    .activation_last(sequencer_activation_last),
    .activation_address(sequencer_activation_address),
    .weight_address(sequencer_weight_address),
    .sum_read(sequencer_sum_read),
    .sum_start(sequencer_sum_start),
    .sum_emit(sequencer_sum_emit),
    .sum_keep(sequencer_sum_keep),
    .sum_add(sequencer_sum_add),
    .sum_partial(sequencer_sum_partial),
    .sum_address(sequencer_sum_address),
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
      wire [7:0] weight;
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
      wire first;
      wire last;
      wire joins;
      wire read_out;
      wire [11:0] address_out;
      wire [7:0] activation;
      wire valid;
      wire first_out;
      wire starts;
      wire last_out;
      wire ends;
      wire joins_out;
      wire joining;
      assign run_cell = run;
      if (activation_i == 1) begin : address_edge
        assign address = sequencer_activation_address;
      end else begin : address_inner
        assign address = activation_cell[activation_i+1].address_out;
      end
      if (activation_i == 1) begin : read_edge
        assign read = sequencer_activation_read;
      end else begin : read_inner
        assign read = activation_cell[activation_i+1].read_out;
      end
      assign fill = mover_activations_fill;
      assign fill_line = mover_activations_line_address;
      assign fill_low = spill_response_data_15_0[8*activation_i +: 8];
      assign fill_high = spill_response_data_31_16[8*activation_i +: 8];
      if (activation_i == 1) begin : first_edge
        assign first = sequencer_activation_first;
      end else begin : first_inner
        assign first = activation_cell[activation_i+1].first_out;
      end
      if (activation_i == 1) begin : last_edge
        assign last = sequencer_activation_last;
      end else begin : last_inner
        assign last = activation_cell[activation_i+1].last_out;
      end
      if (activation_i == 1) begin : joins_edge
        assign joins = sequencer_activation_joins;
      end else begin : joins_inner
        assign joins = activation_cell[activation_i+1].joins_out;
      end
      assign activation_activation_all[8*activation_i +: 8] = activation;
      assign activation_valid_all[activation_i] = valid;
      assign activation_starts_all[activation_i] = starts;
      assign activation_ends_all[activation_i] = ends;
      assign activation_joining_all[activation_i] = joining;
      if (activation_i == 0) begin : read_out_unread
        wire _unused_read_out = &{1'b0, read_out};
      end
      if (activation_i == 0) begin : address_out_unread
        wire _unused_address_out = &{1'b0, address_out};
      end
      if (activation_i == 0) begin : first_out_unread
        wire _unused_first_out = &{1'b0, first_out};
      end
      if (activation_i == 0) begin : last_out_unread
        wire _unused_last_out = &{1'b0, last_out};
      end
      if (activation_i == 0) begin : joins_out_unread
        wire _unused_joins_out = &{1'b0, joins_out};
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
        .first(first),
        .last(last),
        .joins(joins),
        .read_out(read_out),
        .address_out(address_out),
        .activation(activation),
        .valid(valid),
        .first_out(first_out),
        .starts(starts),
        .last_out(last_out),
        .ends(ends),
        .joins_out(joins_out),
        .joining(joining)
      );
    end
  endgenerate

  genvar pe_i, pe_j;
  generate
    for (pe_i = 0; pe_i < 2; pe_i = pe_i + 1) begin : pe_row
      for (pe_j = 0; pe_j < 2; pe_j = pe_j + 1) begin : col
        wire run_cell;
        wire [7:0] activation;
        wire valid;
        wire first;
        wire shift;
        wire [7:0] weight_in;
        wire [31:0] sum_in;
        wire joins;
        wire last;
        wire [7:0] activation_out;
        wire valid_out;
        wire first_out;
        wire shift_out;
        wire [7:0] weight_out;
        wire joins_out;
        wire last_out;
        wire [31:0] sum_out;
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
        if (pe_j == 0) begin : first_edge
          assign first = activation_starts_all[pe_i];
        end else begin : first_inner
          assign first = pe_row[pe_i].col[pe_j-1].first_out;
        end
        if (pe_j == 0) begin : shift_edge
          assign shift = drain_rows[pe_i];
        end else begin : shift_inner
          assign shift = pe_row[pe_i].col[pe_j-1].shift_out;
        end
        if (pe_i == 1) begin : weight_in_edge
          assign weight_in = weight_weight_all[8*pe_j +: 8];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i+1].col[pe_j].weight_out;
        end
        if (pe_i == 1) begin : sum_in_edge
          assign sum_in = 32'd0;
        end else begin : sum_in_inner
          assign sum_in = pe_row[pe_i+1].col[pe_j].sum_out;
        end
        if (pe_j == 0) begin : joins_edge
          assign joins = activation_joining_all[pe_i];
        end else begin : joins_inner
          assign joins = pe_row[pe_i].col[pe_j-1].joins_out;
        end
        if (pe_j == 0) begin : last_edge
          assign last = activation_ends_all[pe_i];
        end else begin : last_inner
          assign last = pe_row[pe_i].col[pe_j-1].last_out;
        end
        if (pe_i == 0) begin : sum_out_north
          assign pe_sum_out_north[32*pe_j +: 32] = sum_out;
        end
        if (pe_j == 1) begin : activation_out_unread
          wire _unused_activation_out = &{1'b0, activation_out};
        end
        if (pe_j == 1) begin : valid_out_unread
          wire _unused_valid_out = &{1'b0, valid_out};
        end
        if (pe_j == 1) begin : first_out_unread
          wire _unused_first_out = &{1'b0, first_out};
        end
        if (pe_j == 1) begin : shift_out_unread
          wire _unused_shift_out = &{1'b0, shift_out};
        end
        if (pe_i == 0) begin : weight_out_unread
          wire _unused_weight_out = &{1'b0, weight_out};
        end
        if (pe_j == 1) begin : joins_out_unread
          wire _unused_joins_out = &{1'b0, joins_out};
        end
        if (pe_j == 1) begin : last_out_unread
          wire _unused_last_out = &{1'b0, last_out};
        end
        core_pe u (
          .clk(clk),
          .rst(rst),
          .run(run_cell),
          .activation(activation),
          .valid(valid),
          .first(first),
          .shift(shift),
          .weight_in(weight_in),
          .sum_in(sum_in),
          .joins(joins),
          .last(last),
          .activation_out(activation_out),
          .valid_out(valid_out),
          .first_out(first_out),
          .shift_out(shift_out),
          .weight_out(weight_out),
          .joins_out(joins_out),
          .last_out(last_out),
          .sum_out(sum_out)
        );
      end
    end
  endgenerate

  wire sum_valid_q_3 = sum_valid_q[3];
  wire sum_control_q_45 = sum_control_q[45];
  wire sum_control_q_44 = sum_control_q[44];
  wire sum_control_q_43 = sum_control_q[43];
  wire sum_control_q_42 = sum_control_q[42];
  wire [9:0] sum_control_q_55_46 = sum_control_q[55:46];
  wire [63:0] spill_response_data_spill_response_data = {spill_response_data, spill_response_data};
  genvar accumulator_i;
  generate
    for (accumulator_i = 0; accumulator_i < 2; accumulator_i = accumulator_i + 1) begin : accumulator_cell
      wire run_cell;
      wire valid;
      wire emit;
      wire add;
      wire keep;
      wire partial;
      wire [9:0] address;
      wire counts;
      wire [31:0] sum;
      wire [9:0] direct_address;
      wire direct_read;
      wire fill;
      wire [31:0] fill_data;
      wire valid_out;
      wire emit_out;
      wire add_out;
      wire keep_out;
      wire partial_out;
      wire [9:0] address_out;
      wire [31:0] total;
      wire [31:0] held;
      assign run_cell = run;
      if (accumulator_i == 0) begin : valid_edge
        assign valid = sum_valid_q_3;
      end else begin : valid_inner
        assign valid = accumulator_cell[accumulator_i-1].valid_out;
      end
      if (accumulator_i == 0) begin : emit_edge
        assign emit = sum_control_q_45;
      end else begin : emit_inner
        assign emit = accumulator_cell[accumulator_i-1].emit_out;
      end
      if (accumulator_i == 0) begin : add_edge
        assign add = sum_control_q_44;
      end else begin : add_inner
        assign add = accumulator_cell[accumulator_i-1].add_out;
      end
      if (accumulator_i == 0) begin : keep_edge
        assign keep = sum_control_q_43;
      end else begin : keep_inner
        assign keep = accumulator_cell[accumulator_i-1].keep_out;
      end
      if (accumulator_i == 0) begin : partial_edge
        assign partial = sum_control_q_42;
      end else begin : partial_inner
        assign partial = accumulator_cell[accumulator_i-1].partial_out;
      end
      if (accumulator_i == 0) begin : address_edge
        assign address = sum_control_q_55_46;
      end else begin : address_inner
        assign address = accumulator_cell[accumulator_i-1].address_out;
      end
      assign counts = sequencer_column_counts[accumulator_i];
      assign sum = pe_sum_out_north[32*accumulator_i +: 32];
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
      if (accumulator_i == 1) begin : partial_out_unread
        wire _unused_partial_out = &{1'b0, partial_out};
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
        .partial(partial),
        .address(address),
        .counts(counts),
        .sum(sum),
        .direct_address(direct_address),
        .direct_read(direct_read),
        .fill(fill),
        .fill_data(fill_data),
        .valid_out(valid_out),
        .emit_out(emit_out),
        .add_out(add_out),
        .keep_out(keep_out),
        .partial_out(partial_out),
        .address_out(address_out),
        .total(total),
        .held(held)
      );
    end
  endgenerate
endmodule

`default_nettype wire
