// A processing element that keeps its weight.
`default_nettype none

module array_pe (
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

// A systolic array of processing elements between streams.
`default_nettype none

module array (
  input wire clk,
  input wire rst,
  input wire sums_ready,
  input wire weights_valid,
  input wire [31:0] weights_data,
  input wire activations_valid,
  input wire [31:0] activations_data,
  output wire weights_ready,
  output wire activations_ready,
  output wire sums_valid,
  output wire [63:0] sums_data
);

  reg loaded;
  reg [2:0] step;
  reg row;
  reg [1:0] chain_rows_q;
  reg [1:0] swap_rows;
  reg [15:0] activation_0;
  reg [47:0] activation_1;
  reg [2:0] valid_rows;
  reg [15:0] weight_1;
  reg [5:0] sums_valid_q;
  reg [31:0] sum_0;
  wire [63:0] pe_sum_out_south;

  wire sums_wait = sums_valid_q[5];
  wire run = (~sums_wait) | sums_ready;
  wire step_first = step == 3'd0;
  wire run_and_not_step_first_or_loaded = run & ((~step_first) | loaded);
  wire activation_taken = activations_valid & run_and_not_step_first_or_loaded;
  wire step_last = step == 3'd4;
  wire tile_starts = activation_taken & step_first;
  wire run_and_not_loaded = run & (~loaded);
  wire weight_taken = weights_valid & run_and_not_loaded;
  wire row_last = row;
  wire row_first = ~row;
  wire tile_complete = weight_taken & row_last;
  wire [1:0] chain_rows = row_first ? 2'd1 : {chain_rows_q[0], 1'b1};
  assign weights_ready = run_and_not_loaded;
  assign activations_ready = run_and_not_step_first_or_loaded;
  assign sums_valid = sums_wait;
  assign sums_data = {pe_sum_out_south[63:32], sum_0};

  wire [2:0] step_plus_1 = step + 3'd1;
  wire [2:0] step_last_then_0_else_step_plus_1 = step_last ? 3'd0 : step_plus_1;
  wire row_plus_1 = row + 1'b1;
  wire row_last_then_0_else_row_plus_1 = row_last ? 1'b0 : row_plus_1;

  always @(posedge clk) begin
    if (rst) begin
      loaded <= 1'b0;
    end else if (tile_complete | tile_starts) begin
      loaded <= tile_complete;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      step <= 3'd0;
    end else if (activation_taken) begin
      step <= step_last_then_0_else_step_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      row <= 1'b0;
    end else if (weight_taken) begin
      row <= row_last_then_0_else_row_plus_1;
    end
  end

  always @(posedge clk) begin
    if (run & weight_taken) begin
      chain_rows_q <= chain_rows;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      swap_rows <= 2'd0;
      valid_rows <= 3'd0;
      sums_valid_q <= 6'd0;
    end else if (run) begin
      swap_rows <= {swap_rows[0], tile_starts};
      valid_rows <= {valid_rows[1:0], activation_taken};
      sums_valid_q <= {sums_valid_q[4:0], activation_taken};
    end
  end

  always @(posedge clk) begin
    if (run) begin
      activation_0 <= activations_data[31:16];
      activation_1 <= {activation_1[31:0], activations_data[15:0]};
      weight_1 <= weights_data[31:16];
      sum_0 <= pe_sum_out_south[31:0];
    end
  end

  wire [31:0] activation_1_47_32_activation_0 = {activation_1[47:32], activation_0};
  wire [1:0] valid_rows_2_valid_rows_0 = {valid_rows[2], valid_rows[0]};
  wire [1:0] weight_taken_then_chain_rows_else_0 = weight_taken ? chain_rows : 2'd0;
  wire [31:0] weight_1_weights_data_15_0 = {weight_1, weights_data[15:0]};
  wire [1:0] swap_rows_1_tile_starts = {swap_rows[1], tile_starts};
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
          assign activation = activation_1_47_32_activation_0[16*pe_i +: 16];
        end else begin : activation_inner
          assign activation = pe_row[pe_i].col[pe_j-1].activation_out;
        end
        if (pe_j == 0) begin : valid_edge
          assign valid = valid_rows_2_valid_rows_0[pe_i];
        end else begin : valid_inner
          assign valid = pe_row[pe_i].col[pe_j-1].valid_out;
        end
        if (pe_j == 0) begin : shift_edge
          assign shift = weight_taken_then_chain_rows_else_0[pe_i];
        end else begin : shift_inner
          assign shift = pe_row[pe_i].col[pe_j-1].shift_out;
        end
        if (pe_i == 0) begin : weight_in_edge
          assign weight_in = weight_1_weights_data_15_0[16*pe_j +: 16];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i-1].col[pe_j].weight_out;
        end
        if (pe_i == 0) begin : sum_in_edge
          assign sum_in = 32'd0;
        end else begin : sum_in_inner
          assign sum_in = pe_row[pe_i-1].col[pe_j].sum_out;
        end
        if (pe_j == 0) begin : swap_edge
          assign swap = swap_rows_1_tile_starts[pe_i];
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
        array_pe u (
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

  wire _unused_ok = &{1'b0, chain_rows_q[1]};
endmodule

`default_nettype wire
