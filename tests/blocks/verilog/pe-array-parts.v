// A processing element that keeps its sum.
`default_nettype none

module array_pe (
  input wire clk,
  input wire rst,
  input wire run,
  input wire [15:0] activation,
  input wire valid,
  input wire first,
  input wire shift,
  input wire [15:0] weight_in,
  input wire [31:0] sum_in,
  output wire [15:0] activation_out,
  output wire valid_out,
  output wire first_out,
  output wire shift_out,
  output wire [15:0] weight_out,
  input wire joins,
  output wire joins_out,
  input wire last,
  output wire last_out,
  output wire [31:0] sum_out
);

  reg [15:0] activation_out_q;
  reg valid_out_q;
  reg first_out_q;
  reg shift_out_q;
  reg [15:0] weight_out_q;
  reg [31:0] sum;
  reg [31:0] sum_before;
  reg joins_out_q;
  reg [28:0] mac_sum_q;
  reg mac_sum_negative_q;
  reg mac_sum_subtract_q;
  reg [8:0] mac_sum_exponent_q;
  reg mac_sum_nan_q;
  reg mac_sum_infinite_q;
  reg mac_sum_infinite_negative_q;
  reg last_out_q;
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
  wire mac_b_normal = |weight_in[14:7];
  wire mac_b_count_h_h_any = mac_b_normal | weight_in[6];
  wire mac_b_count_h_l_any = weight_in[5] | weight_in[4];
  wire mac_b_count_h_any = mac_b_count_h_h_any | mac_b_count_h_l_any;
  wire mux_dbee81b0 = mac_b_count_h_h_any ? (~mac_b_normal) : (~weight_in[5]);
  wire [1:0] mac_b_count_h_zeros = {(~mac_b_count_h_h_any), mux_dbee81b0};
  wire mac_b_count_l_h_any = weight_in[3] | weight_in[2];
  wire mac_b_count_l_l_any = weight_in[1] | weight_in[0];
  wire mac_b_count_l_any = mac_b_count_l_h_any | mac_b_count_l_l_any;
  wire mux_f5b4d771 = mac_b_count_l_h_any ? (~weight_in[3]) : (~weight_in[1]);
  wire [1:0] mac_b_count_l_zeros = {(~mac_b_count_l_h_any), mux_f5b4d771};
  wire mac_b_count_any = mac_b_count_h_any | mac_b_count_l_any;
  wire [1:0] mux_158ae0ed = mac_b_count_h_any ? mac_b_count_h_zeros : mac_b_count_l_zeros;
  wire [2:0] mac_b_count_zeros = {(~mac_b_count_h_any), mux_158ae0ed};
  wire [7:0] mac_b_shift_by4 = mac_b_count_zeros[2] ? {weight_in[3:0], 4'd0} : {mac_b_normal, weight_in[6:0]};
  wire [7:0] mac_b_shift_by2 = mac_b_count_zeros[1] ? {mac_b_shift_by4[5:0], 2'd0} : mac_b_shift_by4;
  wire [7:0] mac_b_shift_by1 = mac_b_count_zeros[0] ? {mac_b_shift_by2[6:0], 1'b0} : mac_b_shift_by2;
  wire signed [3:0] n1_minus_mac_b_count_zeros = 4'sd1 - $signed({1'b0, mac_b_count_zeros});
  wire signed [8:0] mac_b_exponent = mac_b_normal ? {1'b0, weight_in[14:7]} : {{5{n1_minus_mac_b_count_zeros[3]}}, n1_minus_mac_b_count_zeros};
  wire mac_b_zero = ~mac_b_count_any;
  wire all_weight_in_14_7 = &weight_in[14:7];
  wire any_weight_in_6_0 = |weight_in[6:0];
  wire mac_b_infinite = all_weight_in_14_7 & (~any_weight_in_6_0);
  wire mac_b_nan = all_weight_in_14_7 & any_weight_in_6_0;
  wire mac_product_negative = activation[15] ^ weight_in[15];
  wire signed [15:0] mac_a_shift_by1_times_mac_b_shift_by1 = $signed({1'b0, mac_a_shift_by1}) * $signed({1'b0, mac_b_shift_by1});
  wire [15:0] mac_product_significand = mac_a_shift_by1_times_mac_b_shift_by1 & {valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid};
  wire signed [9:0] mac_a_exponent_plus_mac_b_exponent = $signed({mac_a_exponent[8], mac_a_exponent}) + $signed({mac_b_exponent[8], mac_b_exponent});
  wire signed [9:0] mac_product_exponent = mac_a_exponent_plus_mac_b_exponent + 10'sh382;
  wire mac_product_zero = (mac_a_zero | mac_b_zero) | absent;
  wire mac_product_infinite = (mac_a_infinite | mac_b_infinite) & valid;
  wire or_26e5405c = ((mac_a_nan | mac_b_nan) | (mac_a_infinite & mac_b_zero)) | (mac_a_zero & mac_b_infinite);
  wire mac_product_nan = or_26e5405c & valid;
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
  wire [23:0] mac_added_significand = joins ? {mac_joined_normal, sum_before[22:0]} : {mac_product_significand, 8'd0};
  wire signed [9:0] mac_added_exponent = joins ? {2'd0, mac_joined_exponent} : mac_product_exponent;
  wire mac_added_zero = mac_product_zero & (~joins);
  wire mac_added_infinite = joins ? mac_joined_infinite : mac_product_infinite;
  wire mac_added_nan = joins ? mac_joined_nan : mac_product_nan;
  wire mac_added_counts = valid | joins;
  wire signed [10:0] mac_difference = $signed({mac_added_exponent[9], mac_added_exponent}) - $signed({3'd0, mac_addend_exponent});
  wire mac_product_lower = mac_difference[10] | mac_added_zero;
  wire [10:0] mac_difference_10_etc_70a1c1be = {mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10], mac_difference[10]};
  wire [9:0] mac_amount = mac_difference[9:0] ^ mac_difference_10_etc_70a1c1be[9:0];
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
  wire mac_align_all = |mac_amount[9:5];
  wire [26:0] mac_align_value = mac_align_all ? 27'd0 : mac_align_by16;
  wire mac_align_lost = mac_align_lost16 | (mac_align_all & (|mac_align_by16));
  wire mux_f2179231 = mac_added_counts ? mac_added_negative : kept_sum[31];
  wire mac_subtract = mux_f2179231 ^ kept_sum[31];
  wire [26:0] mac_first = mac_product_lower ? mac_addend_normal_kept_sum_22_0_0 : {mac_added_significand, 3'd0};
  wire mac_first_negative = mac_product_lower ? kept_sum[31] : mux_f2179231;
  wire [8:0] mac_exponent = mac_product_lower ? {1'b0, mac_addend_exponent} : mac_added_exponent[8:0];
  wire mac_nan = (mac_added_nan | mac_addend_nan) | ((mac_added_infinite & mac_addend_infinite) & mac_subtract);
  wire mac_infinite = mac_added_infinite | mac_addend_infinite;
  wire mac_infinite_negative = mac_added_infinite ? mux_f2179231 : kept_sum[31];
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
      joins_out_q <= 1'b0;
      last_out_q <= 1'b0;
      sum_last <= 1'b0;
    end else if (run) begin
      valid_out_q <= valid;
      shift_out_q <= shift;
      joins_out_q <= joins;
      last_out_q <= last;
      sum_last <= last;
    end
  end

  always @(posedge clk) begin
    if (run & (sum_last | shift)) begin
      drain <= drain_next;
    end
  end

  wire _unused_ok = &{1'b0, mac_difference_10_etc_70a1c1be[10], mac_added_significand_u27[26:25], shr_3e886efb[28], mac_sum_q_or_mac_limit[0]};
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

  reg [2:0] step;
  reg full;
  reg phase;
  reg frame;
  reg part;
  reg [1:0] begun;
  reg following;
  reg row;
  reg [2:0] drain_starts_q;
  reg [1:0] last_rows;
  reg [31:0] activation_0;
  reg [15:0] activation_1;
  reg [1:0] valid_rows;
  reg [1:0] first_rows;
  reg [1:0] join_rows;
  reg [1:0] drain_rows;
  reg [15:0] weight_0;
  reg [31:0] weight_1;
  reg [3:0] sums_valid_q;
  reg [31:0] sum_0;
  wire [63:0] pe_sum_out_north;

  wire sums_wait = sums_valid_q[3];
  wire run = (~sums_wait) | sums_ready;
  wire not_full = ~full;
  wire open = (run & not_full) & (phase == part);
  wire open_and_weights_valid = open & weights_valid;
  wire step_taken = open_and_weights_valid & activations_valid;
  wire step_first = step == 3'd0;
  wire waiting = (step_first & not_full) & (~phase);
  wire step_made = (run & (~waiting)) | step_taken;
  wire frame_ends = phase;
  wire sum_ends = frame_ends & frame;
  wire tile_ends = run & sum_ends;
  wire step_last = step == 3'd4;
  wire fills = step_taken & step_last;
  wire multiplying = ~frame;
  wire not_multiplying = ~multiplying;
  wire joins = not_multiplying & (phase == frame);
  wire part_starts = multiplying & ((begun <= {1'b0, phase}) & not_full);
  wire row_follows = following & run;
  wire row_last = row;
  assign weights_ready = open & activations_valid;
  assign activations_ready = open_and_weights_valid;
  assign sums_valid = sums_wait;
  assign sums_data = {pe_sum_out_north[63:32], sum_0};

  wire [2:0] step_plus_1 = step + 3'd1;
  wire [2:0] step_last_then_0_else_step_plus_1 = step_last ? 3'd0 : step_plus_1;
  wire phase_plus_1 = phase + 1'b1;
  wire frame_ends_then_0_else_phase_plus_1 = frame_ends ? 1'b0 : phase_plus_1;
  wire frame_plus_1 = frame + 1'b1;
  wire sum_ends_then_0_else_frame_plus_1 = sum_ends ? 1'b0 : frame_plus_1;
  wire part_plus_1 = part + 1'b1;
  wire step_last_or_part_then_0_else_part_plus_1 = (step_last | part) ? 1'b0 : part_plus_1;
  wire [1:0] begun_plus_1 = begun + 2'd1;
  wire [1:0] begun_is_2_then_2_else_begun_plus_1 = (begun == 2'd2) ? 2'd2 : begun_plus_1;
  wire [1:0] mux_ff42da5c = step_last ? 2'd0 : begun_is_2_then_2_else_begun_plus_1;
  wire row_plus_1 = row + 1'b1;
  wire row_last_then_0_else_row_plus_1 = row_last ? 1'b0 : row_plus_1;
  wire [1:0] drain_starts_q_2_then_1_else_drain_rows_1 = drain_starts_q[2] ? 2'd1 : {1'b0, drain_rows[1]};

  always @(posedge clk) begin
    if (rst) begin
      step <= 3'd0;
      part <= 1'b0;
      begun <= 2'd0;
    end else if (step_taken) begin
      step <= step_last_then_0_else_step_plus_1;
      part <= step_last_or_part_then_0_else_part_plus_1;
      begun <= mux_ff42da5c;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      full <= 1'b0;
    end else if (fills | tile_ends) begin
      full <= (~tile_ends);
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      phase <= 1'b0;
    end else if (step_made) begin
      phase <= frame_ends_then_0_else_phase_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      frame <= 1'b0;
    end else if ((step_made & frame_ends) & (not_multiplying | (full | fills))) begin
      frame <= sum_ends_then_0_else_frame_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      following <= 1'b0;
    end else if (tile_ends | ((row_last & following) & run)) begin
      following <= tile_ends;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      row <= 1'b0;
    end else if (row_follows) begin
      row <= row_last_then_0_else_row_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      drain_starts_q <= 3'd0;
      last_rows <= 2'd0;
      valid_rows <= 2'd0;
      first_rows <= 2'd0;
      join_rows <= 2'd0;
      drain_rows <= 2'd0;
      sums_valid_q <= 4'd0;
    end else if (run) begin
      drain_starts_q <= {drain_starts_q[1:0], tile_ends};
      last_rows <= {tile_ends, last_rows[1]};
      valid_rows <= {step_taken, valid_rows[1]};
      first_rows <= {part_starts, first_rows[1]};
      join_rows <= {joins, join_rows[1]};
      drain_rows <= drain_starts_q_2_then_1_else_drain_rows_1;
      sums_valid_q <= {sums_valid_q[2:0], following};
    end
  end

  always @(posedge clk) begin
    if (run) begin
      activation_0 <= {activation_0[15:0], activations_data[15:0]};
      activation_1 <= activations_data[31:16];
      weight_0 <= weights_data[15:0];
      weight_1 <= {weight_1[15:0], weights_data[31:16]};
      sum_0 <= pe_sum_out_north[31:0];
    end
  end

  wire [31:0] activation_1_activation_0_31_16 = {activation_1, activation_0[31:16]};
  wire [31:0] weight_1_31_16_weight_0 = {weight_1[31:16], weight_0};
  genvar pe_i, pe_j;
  generate
    for (pe_i = 0; pe_i < 2; pe_i = pe_i + 1) begin : pe_row
      for (pe_j = 0; pe_j < 2; pe_j = pe_j + 1) begin : col
        wire run_cell;
        wire [15:0] activation;
        wire valid;
        wire first;
        wire shift;
        wire [15:0] weight_in;
        wire [31:0] sum_in;
        wire joins_cell;
        wire last;
        wire [15:0] activation_out;
        wire valid_out;
        wire first_out;
        wire shift_out;
        wire [15:0] weight_out;
        wire joins_out;
        wire last_out;
        wire [31:0] sum_out;
        assign run_cell = run;
        if (pe_j == 0) begin : activation_edge
          assign activation = activation_1_activation_0_31_16[16*pe_i +: 16];
        end else begin : activation_inner
          assign activation = pe_row[pe_i].col[pe_j-1].activation_out;
        end
        if (pe_j == 0) begin : valid_edge
          assign valid = valid_rows[pe_i];
        end else begin : valid_inner
          assign valid = pe_row[pe_i].col[pe_j-1].valid_out;
        end
        if (pe_j == 0) begin : first_edge
          assign first = first_rows[pe_i];
        end else begin : first_inner
          assign first = pe_row[pe_i].col[pe_j-1].first_out;
        end
        if (pe_j == 0) begin : shift_edge
          assign shift = drain_rows[pe_i];
        end else begin : shift_inner
          assign shift = pe_row[pe_i].col[pe_j-1].shift_out;
        end
        if (pe_i == 1) begin : weight_in_edge
          assign weight_in = weight_1_31_16_weight_0[16*pe_j +: 16];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i+1].col[pe_j].weight_out;
        end
        if (pe_i == 1) begin : sum_in_edge
          assign sum_in = 32'd0;
        end else begin : sum_in_inner
          assign sum_in = pe_row[pe_i+1].col[pe_j].sum_out;
        end
        if (pe_j == 0) begin : joins_cell_edge
          assign joins_cell = join_rows[pe_i];
        end else begin : joins_cell_inner
          assign joins_cell = pe_row[pe_i].col[pe_j-1].joins_out;
        end
        if (pe_j == 0) begin : last_edge
          assign last = last_rows[pe_i];
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
        array_pe u (
          .clk(clk),
          .rst(rst),
          .run(run_cell),
          .activation(activation),
          .valid(valid),
          .first(first),
          .shift(shift),
          .weight_in(weight_in),
          .sum_in(sum_in),
          .joins(joins_cell),
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
endmodule

`default_nettype wire
