// A processing element that keeps its weight.
`default_nettype none

module array_pe (
  input wire clk,
  input wire rst,
  input wire run,
  input wire [71:0] activation,
  input wire valid,
  input wire shift,
  input wire [71:0] weight_in,
  input wire [31:0] sum_in,
  output wire [71:0] activation_out,
  output wire valid_out,
  output wire shift_out,
  output wire [71:0] weight_out,
  input wire swap,
  output wire swap_out,
  output wire [31:0] sum_out
);

  reg [71:0] chain;
  reg [71:0] activation_out_q;
  reg valid_out_q;
  reg shift_out_q;
  reg swap_out_q;
  reg [71:0] weight;
  reg [31:0] sum;
  reg mac_product_negative_q;
  reg [19:0] mac_product_significand_q;
  reg signed [8:0] mac_product_exponent_q;
  reg mac_product_zero_q;
  reg mac_product_nan_q;
  reg mac_product_counts_q;
  reg [28:0] mac_sum_q;
  reg mac_sum_negative_q;
  reg mac_sum_subtract_q;
  reg [7:0] mac_sum_exponent_q;
  reg mac_sum_nan_q;
  reg mac_sum_infinite_q;
  reg mac_sum_infinite_negative_q;

  assign activation_out = activation_out_q;
  assign valid_out = valid_out_q;
  assign shift_out = shift_out_q;
  assign weight_out = chain;
  assign swap_out = swap_out_q;
  wire mac_a0_normal = |activation[2:1];
  wire [1:0] activation_2_1_minus_1 = activation[2:1] - 2'd1;
  wire [1:0] mac_a0_place = mac_a0_normal ? activation_2_1_minus_1 : 2'd0;
  wire mac_b0_normal = |weight[2:1];
  wire [1:0] weight_2_1_minus_1 = weight[2:1] - 2'd1;
  wire [1:0] mac_b0_place = mac_b0_normal ? weight_2_1_minus_1 : 2'd0;
  wire mac_a1_normal = |activation[6:5];
  wire [1:0] activation_6_5_minus_1 = activation[6:5] - 2'd1;
  wire [1:0] mac_a1_place = mac_a1_normal ? activation_6_5_minus_1 : 2'd0;
  wire mac_b1_normal = |weight[6:5];
  wire [1:0] weight_6_5_minus_1 = weight[6:5] - 2'd1;
  wire [1:0] mac_b1_place = mac_b1_normal ? weight_6_5_minus_1 : 2'd0;
  wire mac_a2_normal = |activation[10:9];
  wire [1:0] activation_10_9_minus_1 = activation[10:9] - 2'd1;
  wire [1:0] mac_a2_place = mac_a2_normal ? activation_10_9_minus_1 : 2'd0;
  wire mac_b2_normal = |weight[10:9];
  wire [1:0] weight_10_9_minus_1 = weight[10:9] - 2'd1;
  wire [1:0] mac_b2_place = mac_b2_normal ? weight_10_9_minus_1 : 2'd0;
  wire mac_a3_normal = |activation[14:13];
  wire [1:0] activation_14_13_minus_1 = activation[14:13] - 2'd1;
  wire [1:0] mac_a3_place = mac_a3_normal ? activation_14_13_minus_1 : 2'd0;
  wire mac_b3_normal = |weight[14:13];
  wire [1:0] weight_14_13_minus_1 = weight[14:13] - 2'd1;
  wire [1:0] mac_b3_place = mac_b3_normal ? weight_14_13_minus_1 : 2'd0;
  wire mac_a4_normal = |activation[18:17];
  wire [1:0] activation_18_17_minus_1 = activation[18:17] - 2'd1;
  wire [1:0] mac_a4_place = mac_a4_normal ? activation_18_17_minus_1 : 2'd0;
  wire mac_b4_normal = |weight[18:17];
  wire [1:0] weight_18_17_minus_1 = weight[18:17] - 2'd1;
  wire [1:0] mac_b4_place = mac_b4_normal ? weight_18_17_minus_1 : 2'd0;
  wire mac_a5_normal = |activation[22:21];
  wire [1:0] activation_22_21_minus_1 = activation[22:21] - 2'd1;
  wire [1:0] mac_a5_place = mac_a5_normal ? activation_22_21_minus_1 : 2'd0;
  wire mac_b5_normal = |weight[22:21];
  wire [1:0] weight_22_21_minus_1 = weight[22:21] - 2'd1;
  wire [1:0] mac_b5_place = mac_b5_normal ? weight_22_21_minus_1 : 2'd0;
  wire mac_a6_normal = |activation[26:25];
  wire [1:0] activation_26_25_minus_1 = activation[26:25] - 2'd1;
  wire [1:0] mac_a6_place = mac_a6_normal ? activation_26_25_minus_1 : 2'd0;
  wire mac_b6_normal = |weight[26:25];
  wire [1:0] weight_26_25_minus_1 = weight[26:25] - 2'd1;
  wire [1:0] mac_b6_place = mac_b6_normal ? weight_26_25_minus_1 : 2'd0;
  wire mac_a7_normal = |activation[30:29];
  wire [1:0] activation_30_29_minus_1 = activation[30:29] - 2'd1;
  wire [1:0] mac_a7_place = mac_a7_normal ? activation_30_29_minus_1 : 2'd0;
  wire mac_b7_normal = |weight[30:29];
  wire [1:0] weight_30_29_minus_1 = weight[30:29] - 2'd1;
  wire [1:0] mac_b7_place = mac_b7_normal ? weight_30_29_minus_1 : 2'd0;
  wire mac_a8_normal = |activation[34:33];
  wire [1:0] activation_34_33_minus_1 = activation[34:33] - 2'd1;
  wire [1:0] mac_a8_place = mac_a8_normal ? activation_34_33_minus_1 : 2'd0;
  wire mac_b8_normal = |weight[34:33];
  wire [1:0] weight_34_33_minus_1 = weight[34:33] - 2'd1;
  wire [1:0] mac_b8_place = mac_b8_normal ? weight_34_33_minus_1 : 2'd0;
  wire mac_a9_normal = |activation[38:37];
  wire [1:0] activation_38_37_minus_1 = activation[38:37] - 2'd1;
  wire [1:0] mac_a9_place = mac_a9_normal ? activation_38_37_minus_1 : 2'd0;
  wire mac_b9_normal = |weight[38:37];
  wire [1:0] weight_38_37_minus_1 = weight[38:37] - 2'd1;
  wire [1:0] mac_b9_place = mac_b9_normal ? weight_38_37_minus_1 : 2'd0;
  wire mac_a10_normal = |activation[42:41];
  wire [1:0] activation_42_41_minus_1 = activation[42:41] - 2'd1;
  wire [1:0] mac_a10_place = mac_a10_normal ? activation_42_41_minus_1 : 2'd0;
  wire mac_b10_normal = |weight[42:41];
  wire [1:0] weight_42_41_minus_1 = weight[42:41] - 2'd1;
  wire [1:0] mac_b10_place = mac_b10_normal ? weight_42_41_minus_1 : 2'd0;
  wire mac_a11_normal = |activation[46:45];
  wire [1:0] activation_46_45_minus_1 = activation[46:45] - 2'd1;
  wire [1:0] mac_a11_place = mac_a11_normal ? activation_46_45_minus_1 : 2'd0;
  wire mac_b11_normal = |weight[46:45];
  wire [1:0] weight_46_45_minus_1 = weight[46:45] - 2'd1;
  wire [1:0] mac_b11_place = mac_b11_normal ? weight_46_45_minus_1 : 2'd0;
  wire mac_a12_normal = |activation[50:49];
  wire [1:0] activation_50_49_minus_1 = activation[50:49] - 2'd1;
  wire [1:0] mac_a12_place = mac_a12_normal ? activation_50_49_minus_1 : 2'd0;
  wire mac_b12_normal = |weight[50:49];
  wire [1:0] weight_50_49_minus_1 = weight[50:49] - 2'd1;
  wire [1:0] mac_b12_place = mac_b12_normal ? weight_50_49_minus_1 : 2'd0;
  wire mac_a13_normal = |activation[54:53];
  wire [1:0] activation_54_53_minus_1 = activation[54:53] - 2'd1;
  wire [1:0] mac_a13_place = mac_a13_normal ? activation_54_53_minus_1 : 2'd0;
  wire mac_b13_normal = |weight[54:53];
  wire [1:0] weight_54_53_minus_1 = weight[54:53] - 2'd1;
  wire [1:0] mac_b13_place = mac_b13_normal ? weight_54_53_minus_1 : 2'd0;
  wire mac_a14_normal = |activation[58:57];
  wire [1:0] activation_58_57_minus_1 = activation[58:57] - 2'd1;
  wire [1:0] mac_a14_place = mac_a14_normal ? activation_58_57_minus_1 : 2'd0;
  wire mac_b14_normal = |weight[58:57];
  wire [1:0] weight_58_57_minus_1 = weight[58:57] - 2'd1;
  wire [1:0] mac_b14_place = mac_b14_normal ? weight_58_57_minus_1 : 2'd0;
  wire mac_a15_normal = |activation[62:61];
  wire [1:0] activation_62_61_minus_1 = activation[62:61] - 2'd1;
  wire [1:0] mac_a15_place = mac_a15_normal ? activation_62_61_minus_1 : 2'd0;
  wire mac_b15_normal = |weight[62:61];
  wire [1:0] weight_62_61_minus_1 = weight[62:61] - 2'd1;
  wire [1:0] mac_b15_place = mac_b15_normal ? weight_62_61_minus_1 : 2'd0;
  wire [3:0] mac_0_product = {mac_a0_normal, activation[0]} * {mac_b0_normal, weight[0]};
  wire [2:0] mac_0_places = {1'b0, mac_a0_place} + {1'b0, mac_b0_place};
  wire [4:0] mac_0_by1 = mac_0_places[0] ? {mac_0_product, 1'b0} : {1'b0, mac_0_product};
  wire [6:0] mac_0_by2 = mac_0_places[1] ? {mac_0_by1, 2'd0} : {2'd0, mac_0_by1};
  wire [10:0] mac_0_by2_0 = {mac_0_by2, 4'd0};
  wire [7:0] mac_0_by4 = mac_0_places[2] ? mac_0_by2_0[7:0] : {1'b0, mac_0_by2};
  wire mac_0_negative = activation[3] ^ weight[3];
  wire [3:0] mac_1_product = {mac_a1_normal, activation[4]} * {mac_b1_normal, weight[4]};
  wire [2:0] mac_1_places = {1'b0, mac_a1_place} + {1'b0, mac_b1_place};
  wire [4:0] mac_1_by1 = mac_1_places[0] ? {mac_1_product, 1'b0} : {1'b0, mac_1_product};
  wire [6:0] mac_1_by2 = mac_1_places[1] ? {mac_1_by1, 2'd0} : {2'd0, mac_1_by1};
  wire [10:0] mac_1_by2_0 = {mac_1_by2, 4'd0};
  wire [7:0] mac_1_by4 = mac_1_places[2] ? mac_1_by2_0[7:0] : {1'b0, mac_1_by2};
  wire mac_1_negative = activation[7] ^ weight[7];
  wire [3:0] mac_2_product = {mac_a2_normal, activation[8]} * {mac_b2_normal, weight[8]};
  wire [2:0] mac_2_places = {1'b0, mac_a2_place} + {1'b0, mac_b2_place};
  wire [4:0] mac_2_by1 = mac_2_places[0] ? {mac_2_product, 1'b0} : {1'b0, mac_2_product};
  wire [6:0] mac_2_by2 = mac_2_places[1] ? {mac_2_by1, 2'd0} : {2'd0, mac_2_by1};
  wire [10:0] mac_2_by2_0 = {mac_2_by2, 4'd0};
  wire [7:0] mac_2_by4 = mac_2_places[2] ? mac_2_by2_0[7:0] : {1'b0, mac_2_by2};
  wire mac_2_negative = activation[11] ^ weight[11];
  wire [3:0] mac_3_product = {mac_a3_normal, activation[12]} * {mac_b3_normal, weight[12]};
  wire [2:0] mac_3_places = {1'b0, mac_a3_place} + {1'b0, mac_b3_place};
  wire [4:0] mac_3_by1 = mac_3_places[0] ? {mac_3_product, 1'b0} : {1'b0, mac_3_product};
  wire [6:0] mac_3_by2 = mac_3_places[1] ? {mac_3_by1, 2'd0} : {2'd0, mac_3_by1};
  wire [10:0] mac_3_by2_0 = {mac_3_by2, 4'd0};
  wire [7:0] mac_3_by4 = mac_3_places[2] ? mac_3_by2_0[7:0] : {1'b0, mac_3_by2};
  wire mac_3_negative = activation[15] ^ weight[15];
  wire [3:0] mac_4_product = {mac_a4_normal, activation[16]} * {mac_b4_normal, weight[16]};
  wire [2:0] mac_4_places = {1'b0, mac_a4_place} + {1'b0, mac_b4_place};
  wire [4:0] mac_4_by1 = mac_4_places[0] ? {mac_4_product, 1'b0} : {1'b0, mac_4_product};
  wire [6:0] mac_4_by2 = mac_4_places[1] ? {mac_4_by1, 2'd0} : {2'd0, mac_4_by1};
  wire [10:0] mac_4_by2_0 = {mac_4_by2, 4'd0};
  wire [7:0] mac_4_by4 = mac_4_places[2] ? mac_4_by2_0[7:0] : {1'b0, mac_4_by2};
  wire mac_4_negative = activation[19] ^ weight[19];
  wire [3:0] mac_5_product = {mac_a5_normal, activation[20]} * {mac_b5_normal, weight[20]};
  wire [2:0] mac_5_places = {1'b0, mac_a5_place} + {1'b0, mac_b5_place};
  wire [4:0] mac_5_by1 = mac_5_places[0] ? {mac_5_product, 1'b0} : {1'b0, mac_5_product};
  wire [6:0] mac_5_by2 = mac_5_places[1] ? {mac_5_by1, 2'd0} : {2'd0, mac_5_by1};
  wire [10:0] mac_5_by2_0 = {mac_5_by2, 4'd0};
  wire [7:0] mac_5_by4 = mac_5_places[2] ? mac_5_by2_0[7:0] : {1'b0, mac_5_by2};
  wire mac_5_negative = activation[23] ^ weight[23];
  wire [3:0] mac_6_product = {mac_a6_normal, activation[24]} * {mac_b6_normal, weight[24]};
  wire [2:0] mac_6_places = {1'b0, mac_a6_place} + {1'b0, mac_b6_place};
  wire [4:0] mac_6_by1 = mac_6_places[0] ? {mac_6_product, 1'b0} : {1'b0, mac_6_product};
  wire [6:0] mac_6_by2 = mac_6_places[1] ? {mac_6_by1, 2'd0} : {2'd0, mac_6_by1};
  wire [10:0] mac_6_by2_0 = {mac_6_by2, 4'd0};
  wire [7:0] mac_6_by4 = mac_6_places[2] ? mac_6_by2_0[7:0] : {1'b0, mac_6_by2};
  wire mac_6_negative = activation[27] ^ weight[27];
  wire [3:0] mac_7_product = {mac_a7_normal, activation[28]} * {mac_b7_normal, weight[28]};
  wire [2:0] mac_7_places = {1'b0, mac_a7_place} + {1'b0, mac_b7_place};
  wire [4:0] mac_7_by1 = mac_7_places[0] ? {mac_7_product, 1'b0} : {1'b0, mac_7_product};
  wire [6:0] mac_7_by2 = mac_7_places[1] ? {mac_7_by1, 2'd0} : {2'd0, mac_7_by1};
  wire [10:0] mac_7_by2_0 = {mac_7_by2, 4'd0};
  wire [7:0] mac_7_by4 = mac_7_places[2] ? mac_7_by2_0[7:0] : {1'b0, mac_7_by2};
  wire mac_7_negative = activation[31] ^ weight[31];
  wire [3:0] mac_8_product = {mac_a8_normal, activation[32]} * {mac_b8_normal, weight[32]};
  wire [2:0] mac_8_places = {1'b0, mac_a8_place} + {1'b0, mac_b8_place};
  wire [4:0] mac_8_by1 = mac_8_places[0] ? {mac_8_product, 1'b0} : {1'b0, mac_8_product};
  wire [6:0] mac_8_by2 = mac_8_places[1] ? {mac_8_by1, 2'd0} : {2'd0, mac_8_by1};
  wire [10:0] mac_8_by2_0 = {mac_8_by2, 4'd0};
  wire [7:0] mac_8_by4 = mac_8_places[2] ? mac_8_by2_0[7:0] : {1'b0, mac_8_by2};
  wire mac_8_negative = activation[35] ^ weight[35];
  wire [3:0] mac_9_product = {mac_a9_normal, activation[36]} * {mac_b9_normal, weight[36]};
  wire [2:0] mac_9_places = {1'b0, mac_a9_place} + {1'b0, mac_b9_place};
  wire [4:0] mac_9_by1 = mac_9_places[0] ? {mac_9_product, 1'b0} : {1'b0, mac_9_product};
  wire [6:0] mac_9_by2 = mac_9_places[1] ? {mac_9_by1, 2'd0} : {2'd0, mac_9_by1};
  wire [10:0] mac_9_by2_0 = {mac_9_by2, 4'd0};
  wire [7:0] mac_9_by4 = mac_9_places[2] ? mac_9_by2_0[7:0] : {1'b0, mac_9_by2};
  wire mac_9_negative = activation[39] ^ weight[39];
  wire [3:0] mac_10_product = {mac_a10_normal, activation[40]} * {mac_b10_normal, weight[40]};
  wire [2:0] mac_10_places = {1'b0, mac_a10_place} + {1'b0, mac_b10_place};
  wire [4:0] mac_10_by1 = mac_10_places[0] ? {mac_10_product, 1'b0} : {1'b0, mac_10_product};
  wire [6:0] mac_10_by2 = mac_10_places[1] ? {mac_10_by1, 2'd0} : {2'd0, mac_10_by1};
  wire [10:0] mac_10_by2_0 = {mac_10_by2, 4'd0};
  wire [7:0] mac_10_by4 = mac_10_places[2] ? mac_10_by2_0[7:0] : {1'b0, mac_10_by2};
  wire mac_10_negative = activation[43] ^ weight[43];
  wire [3:0] mac_11_product = {mac_a11_normal, activation[44]} * {mac_b11_normal, weight[44]};
  wire [2:0] mac_11_places = {1'b0, mac_a11_place} + {1'b0, mac_b11_place};
  wire [4:0] mac_11_by1 = mac_11_places[0] ? {mac_11_product, 1'b0} : {1'b0, mac_11_product};
  wire [6:0] mac_11_by2 = mac_11_places[1] ? {mac_11_by1, 2'd0} : {2'd0, mac_11_by1};
  wire [10:0] mac_11_by2_0 = {mac_11_by2, 4'd0};
  wire [7:0] mac_11_by4 = mac_11_places[2] ? mac_11_by2_0[7:0] : {1'b0, mac_11_by2};
  wire mac_11_negative = activation[47] ^ weight[47];
  wire [3:0] mac_12_product = {mac_a12_normal, activation[48]} * {mac_b12_normal, weight[48]};
  wire [2:0] mac_12_places = {1'b0, mac_a12_place} + {1'b0, mac_b12_place};
  wire [4:0] mac_12_by1 = mac_12_places[0] ? {mac_12_product, 1'b0} : {1'b0, mac_12_product};
  wire [6:0] mac_12_by2 = mac_12_places[1] ? {mac_12_by1, 2'd0} : {2'd0, mac_12_by1};
  wire [10:0] mac_12_by2_0 = {mac_12_by2, 4'd0};
  wire [7:0] mac_12_by4 = mac_12_places[2] ? mac_12_by2_0[7:0] : {1'b0, mac_12_by2};
  wire mac_12_negative = activation[51] ^ weight[51];
  wire [3:0] mac_13_product = {mac_a13_normal, activation[52]} * {mac_b13_normal, weight[52]};
  wire [2:0] mac_13_places = {1'b0, mac_a13_place} + {1'b0, mac_b13_place};
  wire [4:0] mac_13_by1 = mac_13_places[0] ? {mac_13_product, 1'b0} : {1'b0, mac_13_product};
  wire [6:0] mac_13_by2 = mac_13_places[1] ? {mac_13_by1, 2'd0} : {2'd0, mac_13_by1};
  wire [10:0] mac_13_by2_0 = {mac_13_by2, 4'd0};
  wire [7:0] mac_13_by4 = mac_13_places[2] ? mac_13_by2_0[7:0] : {1'b0, mac_13_by2};
  wire mac_13_negative = activation[55] ^ weight[55];
  wire [3:0] mac_14_product = {mac_a14_normal, activation[56]} * {mac_b14_normal, weight[56]};
  wire [2:0] mac_14_places = {1'b0, mac_a14_place} + {1'b0, mac_b14_place};
  wire [4:0] mac_14_by1 = mac_14_places[0] ? {mac_14_product, 1'b0} : {1'b0, mac_14_product};
  wire [6:0] mac_14_by2 = mac_14_places[1] ? {mac_14_by1, 2'd0} : {2'd0, mac_14_by1};
  wire [10:0] mac_14_by2_0 = {mac_14_by2, 4'd0};
  wire [7:0] mac_14_by4 = mac_14_places[2] ? mac_14_by2_0[7:0] : {1'b0, mac_14_by2};
  wire mac_14_negative = activation[59] ^ weight[59];
  wire [3:0] mac_15_product = {mac_a15_normal, activation[60]} * {mac_b15_normal, weight[60]};
  wire [2:0] mac_15_places = {1'b0, mac_a15_place} + {1'b0, mac_b15_place};
  wire [4:0] mac_15_by1 = mac_15_places[0] ? {mac_15_product, 1'b0} : {1'b0, mac_15_product};
  wire [6:0] mac_15_by2 = mac_15_places[1] ? {mac_15_by1, 2'd0} : {2'd0, mac_15_by1};
  wire [10:0] mac_15_by2_0 = {mac_15_by2, 4'd0};
  wire [7:0] mac_15_by4 = mac_15_places[2] ? mac_15_by2_0[7:0] : {1'b0, mac_15_by2};
  wire mac_15_negative = activation[63] ^ weight[63];
  wire signed [8:0] negative_mac_0_by4 = -$signed({1'b0, mac_0_by4});
  wire signed [8:0] mux_a1b96e8e = mac_0_negative ? negative_mac_0_by4 : {1'b0, mac_0_by4};
  wire signed [8:0] negative_mac_1_by4 = -$signed({1'b0, mac_1_by4});
  wire signed [8:0] mux_cc21aff3 = mac_1_negative ? negative_mac_1_by4 : {1'b0, mac_1_by4};
  wire signed [9:0] plus_8130d0e9 = $signed({mux_a1b96e8e[8], mux_a1b96e8e}) + $signed({mux_cc21aff3[8], mux_cc21aff3});
  wire signed [8:0] negative_mac_2_by4 = -$signed({1'b0, mac_2_by4});
  wire signed [8:0] mux_7edf4510 = mac_2_negative ? negative_mac_2_by4 : {1'b0, mac_2_by4};
  wire signed [8:0] negative_mac_3_by4 = -$signed({1'b0, mac_3_by4});
  wire signed [8:0] mux_7b59d5e5 = mac_3_negative ? negative_mac_3_by4 : {1'b0, mac_3_by4};
  wire signed [9:0] plus_b0c6e6a5 = $signed({mux_7edf4510[8], mux_7edf4510}) + $signed({mux_7b59d5e5[8], mux_7b59d5e5});
  wire signed [10:0] plus_f4d13bd9 = $signed({plus_8130d0e9[9], plus_8130d0e9}) + $signed({plus_b0c6e6a5[9], plus_b0c6e6a5});
  wire signed [8:0] negative_mac_4_by4 = -$signed({1'b0, mac_4_by4});
  wire signed [8:0] mux_3580f64a = mac_4_negative ? negative_mac_4_by4 : {1'b0, mac_4_by4};
  wire signed [8:0] negative_mac_5_by4 = -$signed({1'b0, mac_5_by4});
  wire signed [8:0] mux_2be5250f = mac_5_negative ? negative_mac_5_by4 : {1'b0, mac_5_by4};
  wire signed [9:0] plus_0dd0b3b1 = $signed({mux_3580f64a[8], mux_3580f64a}) + $signed({mux_2be5250f[8], mux_2be5250f});
  wire signed [8:0] negative_mac_6_by4 = -$signed({1'b0, mac_6_by4});
  wire signed [8:0] mux_dfd1672c = mac_6_negative ? negative_mac_6_by4 : {1'b0, mac_6_by4};
  wire signed [8:0] negative_mac_7_by4 = -$signed({1'b0, mac_7_by4});
  wire signed [8:0] mux_e5f98971 = mac_7_negative ? negative_mac_7_by4 : {1'b0, mac_7_by4};
  wire signed [9:0] plus_279e40f3 = $signed({mux_dfd1672c[8], mux_dfd1672c}) + $signed({mux_e5f98971[8], mux_e5f98971});
  wire signed [10:0] plus_a4e5e9d1 = $signed({plus_0dd0b3b1[9], plus_0dd0b3b1}) + $signed({plus_279e40f3[9], plus_279e40f3});
  wire signed [11:0] plus_51867a10 = $signed({plus_f4d13bd9[10], plus_f4d13bd9}) + $signed({plus_a4e5e9d1[10], plus_a4e5e9d1});
  wire signed [8:0] negative_mac_8_by4 = -$signed({1'b0, mac_8_by4});
  wire signed [8:0] mux_122c4b46 = mac_8_negative ? negative_mac_8_by4 : {1'b0, mac_8_by4};
  wire signed [8:0] negative_mac_9_by4 = -$signed({1'b0, mac_9_by4});
  wire signed [8:0] mux_0f873a6b = mac_9_negative ? negative_mac_9_by4 : {1'b0, mac_9_by4};
  wire signed [9:0] plus_f9c6625f = $signed({mux_122c4b46[8], mux_122c4b46}) + $signed({mux_0f873a6b[8], mux_0f873a6b});
  wire signed [8:0] negative_mac_10_by4 = -$signed({1'b0, mac_10_by4});
  wire signed [8:0] mux_08f937a7 = mac_10_negative ? negative_mac_10_by4 : {1'b0, mac_10_by4};
  wire signed [8:0] negative_mac_11_by4 = -$signed({1'b0, mac_11_by4});
  wire signed [8:0] mux_ae50178c = mac_11_negative ? negative_mac_11_by4 : {1'b0, mac_11_by4};
  wire signed [9:0] plus_6492700b = $signed({mux_08f937a7[8], mux_08f937a7}) + $signed({mux_ae50178c[8], mux_ae50178c});
  wire signed [10:0] plus_db22df65 = $signed({plus_f9c6625f[9], plus_f9c6625f}) + $signed({plus_6492700b[9], plus_6492700b});
  wire signed [8:0] negative_mac_12_by4 = -$signed({1'b0, mac_12_by4});
  wire signed [8:0] mux_078cc815 = mac_12_negative ? negative_mac_12_by4 : {1'b0, mac_12_by4};
  wire signed [8:0] negative_mac_13_by4 = -$signed({1'b0, mac_13_by4});
  wire signed [8:0] mux_9f900762 = mac_13_negative ? negative_mac_13_by4 : {1'b0, mac_13_by4};
  wire signed [9:0] plus_d7bb06dd = $signed({mux_078cc815[8], mux_078cc815}) + $signed({mux_9f900762[8], mux_9f900762});
  wire signed [8:0] negative_mac_14_by4 = -$signed({1'b0, mac_14_by4});
  wire signed [8:0] mux_a12031e3 = mac_14_negative ? negative_mac_14_by4 : {1'b0, mac_14_by4};
  wire signed [8:0] negative_mac_15_by4 = -$signed({1'b0, mac_15_by4});
  wire signed [8:0] mux_a933cdb8 = mac_15_negative ? negative_mac_15_by4 : {1'b0, mac_15_by4};
  wire signed [9:0] plus_ef6cae4b = $signed({mux_a12031e3[8], mux_a12031e3}) + $signed({mux_a933cdb8[8], mux_a933cdb8});
  wire signed [10:0] plus_6ad86a35 = $signed({plus_d7bb06dd[9], plus_d7bb06dd}) + $signed({plus_ef6cae4b[9], plus_ef6cae4b});
  wire signed [11:0] plus_a4e07988 = $signed({plus_db22df65[10], plus_db22df65}) + $signed({plus_6ad86a35[10], plus_6ad86a35});
  wire signed [12:0] mac_exact = $signed({plus_51867a10[11], plus_51867a10}) + $signed({plus_a4e07988[11], plus_a4e07988});
  wire mac_scale_a_normal = |activation[70:67];
  wire [3:0] activation_70_67_minus_1 = activation[70:67] - 4'd1;
  wire [3:0] mac_scale_a_place = mac_scale_a_normal ? activation_70_67_minus_1 : 4'd0;
  wire mac_scale_a_nan = (&activation[70:67]) & (&activation[66:64]);
  wire mac_scale_b_normal = |weight[70:67];
  wire [3:0] weight_70_67_minus_1 = weight[70:67] - 4'd1;
  wire [3:0] mac_scale_b_place = mac_scale_b_normal ? weight_70_67_minus_1 : 4'd0;
  wire mac_scale_b_nan = (&weight[70:67]) & (&weight[66:64]);
  wire [7:0] mac_scale = {mac_scale_a_normal, activation[66:64]} * {mac_scale_b_normal, weight[66:64]};
  wire mac_scale_negative = activation[71] ^ weight[71];
  wire [4:0] mac_scale_place = {1'b0, mac_scale_a_place} + {1'b0, mac_scale_b_place};
  wire mac_scale_nan = mac_scale_a_nan | mac_scale_b_nan;
  wire mac_group_nan = mac_scale_nan;
  wire [11:0] mac_exact_11_0_xor_mac_exact_12_etc_c8a39607 = mac_exact[11:0] ^ {mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12], mac_exact[12]};
  wire [11:0] mac_magnitude = mac_exact_11_0_xor_mac_exact_12_etc_c8a39607 + {11'd0, mac_exact[12]};
  wire signed [19:0] mac_magnitude_times_mac_scale = $signed({1'b0, mac_magnitude}) * $signed({1'b0, mac_scale});
  wire [19:0] mac_scaled = mac_magnitude_times_mac_scale;
  wire [19:0] mac_counted = mac_scaled & {valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid, valid};
  wire mac_first_h_h_h_h_any = mac_counted[19] | mac_counted[18];
  wire mac_first_h_h_h_l_any = mac_counted[17] | mac_counted[16];
  wire mac_first_h_h_h_any = mac_first_h_h_h_h_any | mac_first_h_h_h_l_any;
  wire mux_903dbd9b = mac_first_h_h_h_h_any ? (~mac_counted[19]) : (~mac_counted[17]);
  wire [1:0] mac_first_h_h_h_zeros = {(~mac_first_h_h_h_h_any), mux_903dbd9b};
  wire mac_first_h_h_l_h_any = mac_counted[15] | mac_counted[14];
  wire mac_first_h_h_l_l_any = mac_counted[13] | mac_counted[12];
  wire mac_first_h_h_l_any = mac_first_h_h_l_h_any | mac_first_h_h_l_l_any;
  wire mux_509ced7f = mac_first_h_h_l_h_any ? (~mac_counted[15]) : (~mac_counted[13]);
  wire [1:0] mac_first_h_h_l_zeros = {(~mac_first_h_h_l_h_any), mux_509ced7f};
  wire mac_first_h_h_any = mac_first_h_h_h_any | mac_first_h_h_l_any;
  wire [1:0] mux_6c0123d9 = mac_first_h_h_h_any ? mac_first_h_h_h_zeros : mac_first_h_h_l_zeros;
  wire [2:0] mac_first_h_h_zeros = {(~mac_first_h_h_h_any), mux_6c0123d9};
  wire mac_first_h_l_h_h_any = mac_counted[11] | mac_counted[10];
  wire mac_first_h_l_h_l_any = mac_counted[9] | mac_counted[8];
  wire mac_first_h_l_h_any = mac_first_h_l_h_h_any | mac_first_h_l_h_l_any;
  wire mux_7cd33d0e = mac_first_h_l_h_h_any ? (~mac_counted[11]) : (~mac_counted[9]);
  wire [1:0] mac_first_h_l_h_zeros = {(~mac_first_h_l_h_h_any), mux_7cd33d0e};
  wire mac_first_h_l_l_h_any = mac_counted[7] | mac_counted[6];
  wire mac_first_h_l_l_l_any = mac_counted[5] | mac_counted[4];
  wire mac_first_h_l_l_any = mac_first_h_l_l_h_any | mac_first_h_l_l_l_any;
  wire mux_88bb703d = mac_first_h_l_l_h_any ? (~mac_counted[7]) : (~mac_counted[5]);
  wire [1:0] mac_first_h_l_l_zeros = {(~mac_first_h_l_l_h_any), mux_88bb703d};
  wire mac_first_h_l_any = mac_first_h_l_h_any | mac_first_h_l_l_any;
  wire [1:0] mux_f8bbc67d = mac_first_h_l_h_any ? mac_first_h_l_h_zeros : mac_first_h_l_l_zeros;
  wire [2:0] mac_first_h_l_zeros = {(~mac_first_h_l_h_any), mux_f8bbc67d};
  wire mac_first_h_any = mac_first_h_h_any | mac_first_h_l_any;
  wire [2:0] mux_3bac4e11 = mac_first_h_h_any ? mac_first_h_h_zeros : mac_first_h_l_zeros;
  wire [3:0] mac_first_h_zeros = {(~mac_first_h_h_any), mux_3bac4e11};
  wire mac_first_l_h_any = mac_counted[3] | mac_counted[2];
  wire mac_first_l_l_any = mac_counted[1] | mac_counted[0];
  wire mac_first_l_any = mac_first_l_h_any | mac_first_l_l_any;
  wire mux_92dbcb91 = mac_first_l_h_any ? (~mac_counted[3]) : (~mac_counted[1]);
  wire [1:0] mac_first_l_zeros = {(~mac_first_l_h_any), mux_92dbcb91};
  wire mac_first_any = mac_first_h_any | mac_first_l_any;
  wire [3:0] mux_e5827668 = mac_first_h_any ? mac_first_h_zeros : {2'd0, mac_first_l_zeros};
  wire [4:0] mac_first_zeros = {(~mac_first_h_any), mux_e5827668};
  wire mac_group_negative = (mac_exact[12] ^ mac_scale_negative) & mac_first_any;
  wire [19:0] mac_normalised_by16 = mac_first_zeros[4] ? {mac_counted[3:0], 16'd0} : mac_counted;
  wire [19:0] mac_normalised_by8 = mac_first_zeros[3] ? {mac_normalised_by16[11:0], 8'd0} : mac_normalised_by16;
  wire [19:0] mac_normalised_by4 = mac_first_zeros[2] ? {mac_normalised_by8[15:0], 4'd0} : mac_normalised_by8;
  wire [19:0] mac_normalised_by2 = mac_first_zeros[1] ? {mac_normalised_by4[17:0], 2'd0} : mac_normalised_by4;
  wire [19:0] mac_normalised_by1 = mac_first_zeros[0] ? {mac_normalised_by2[18:0], 1'b0} : mac_normalised_by2;
  wire signed [5:0] mac_scale_place_minus_mac_first_zeros = $signed({1'b0, mac_scale_place}) - $signed({1'b0, mac_first_zeros});
  wire signed [8:0] mac_group_exponent = $signed({{3{mac_scale_place_minus_mac_first_zeros[5]}}, mac_scale_place_minus_mac_first_zeros}) + 9'sd126;
  wire mac_group_zero = ~mac_first_any;
  wire mac_addend_normal = |sum_in[30:23];
  wire mac_addend_special = &sum_in[30:23];
  wire mac_addend_fraction = |sum_in[22:0];
  wire [7:0] mac_addend_exponent = {sum_in[30:24], (sum_in[23] | (~mac_addend_normal))};
  wire mac_addend_infinite = mac_addend_special & (~mac_addend_fraction);
  wire mac_addend_nan = mac_addend_special & mac_addend_fraction;
  wire signed [9:0] mac_difference = $signed({mac_product_exponent_q[8], mac_product_exponent_q}) - $signed({2'd0, mac_addend_exponent});
  wire mac_product_lower = mac_difference[9] | mac_product_zero_q;
  wire [9:0] mac_difference_9_etc_0107e225 = {mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9], mac_difference[9]};
  wire [8:0] mac_amount = mac_difference[8:0] ^ mac_difference_9_etc_0107e225[8:0];
  wire [26:0] mac_product_significand_q_u27 = {7'd0, mac_product_significand_q};
  wire [26:0] mac_product_significand_q_20_0_0 = {mac_product_significand_q_u27[20:0], 6'd0};
  wire [26:0] mac_addend_normal_sum_in_22_0_0 = {mac_addend_normal, sum_in[22:0], 3'd0};
  wire mux_46c51bf2 = mac_product_lower ? mac_product_significand_q_20_0_0[0] : mac_addend_normal_sum_in_22_0_0[0];
  wire mac_align_lost1 = mac_amount[0] & mux_46c51bf2;
  wire [26:0] mux_031a79fc = mac_product_lower ? mac_product_significand_q_20_0_0 : mac_addend_normal_sum_in_22_0_0;
  wire [26:0] mac_align_by1 = mac_amount[0] ? {1'b0, mux_031a79fc[26:1]} : mux_031a79fc;
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
  wire mux_6a7132c0 = mac_product_counts_q ? mac_product_negative_q : sum_in[31];
  wire mac_subtract = mux_6a7132c0 ^ sum_in[31];
  wire [26:0] mac_first = mac_product_lower ? mac_addend_normal_sum_in_22_0_0 : {mac_product_significand_q, 7'd0};
  wire mac_first_negative = mac_product_lower ? sum_in[31] : mux_6a7132c0;
  wire [7:0] mac_exponent = mac_product_lower ? mac_addend_exponent : mac_product_exponent_q[7:0];
  wire mac_nan = mac_product_nan_q | mac_addend_nan;
  wire mac_infinite = mac_addend_infinite;
  wire mac_infinite_negative = sum_in[31];
  wire mac_swapped = mac_subtract & ({mac_first, 1'b0} <= {mac_align_value, mac_align_lost});
  wire [27:0] mac_align_value_mac_align_lost_minus_mac_first_0 = {mac_align_value, mac_align_lost} - {mac_first, 1'b0};
  wire [27:0] mac_first_0_minus_mac_align_value_mac_align_lost = {mac_first, 1'b0} - {mac_align_value, mac_align_lost};
  wire [27:0] mac_apart = mac_swapped ? mac_align_value_mac_align_lost_minus_mac_first_0 : mac_first_0_minus_mac_align_value_mac_align_lost;
  wire [28:0] mac_first_0_plus_mac_align_value_mac_align_lost = {1'b0, {mac_first, 1'b0}} + {1'b0, {mac_align_value, mac_align_lost}};
  wire [28:0] mac_sum = mac_subtract ? {1'b0, mac_apart} : mac_first_0_plus_mac_align_value_mac_align_lost;
  wire mac_negative = mac_first_negative ^ mac_swapped;
  wire [4:0] mux_7a19da34 = (|mac_sum_exponent_q[7:5]) ? 5'd29 : mac_sum_exponent_q[4:0];
  wire [28:0] shr_92f1c281 = 29'h10000000 >> mux_7a19da34;
  wire [28:0] mac_limit = {1'b0, shr_92f1c281[27:0]};
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
  wire [8:0] mac_sum_exponent_q_plus_1 = {1'b0, mac_sum_exponent_q} + 9'd1;
  wire signed [8:0] mac_sum_exponent_q_plus_1_minus_mac_count_zeros = $signed(mac_sum_exponent_q_plus_1) - $signed({4'd0, mac_count_zeros});
  wire [8:0] mac_normal_exponent = mac_sum_exponent_q_plus_1_minus_mac_count_zeros;
  wire mac_normal_negative = mac_sum_negative_q & (~(mac_nothing & mac_sum_subtract_q));
  wire mac_up = mac_normal_by1[4] & ((|mac_normal_by1[3:0]) | mac_normal_by1[5]);
  wire [7:0] and_d4164a18 = mac_normal_exponent[7:0] & {mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28], mac_normal_by1[28]};
  wire [30:0] mac_rounded = {and_d4164a18, mac_normal_by1[27:5]} + {30'd0, mac_up};
  wire mac_is_infinite = mac_sum_infinite_q;
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
      mac_product_negative_q <= mac_group_negative;
      mac_product_significand_q <= mac_normalised_by1;
      mac_product_exponent_q <= mac_group_exponent;
      mac_product_zero_q <= mac_group_zero;
      mac_product_nan_q <= (mac_group_nan & valid);
      mac_product_counts_q <= valid;
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

  wire _unused_ok = &{1'b0, mac_normal_exponent[8], mac_0_by2_0[10:8], mac_1_by2_0[10:8], mac_2_by2_0[10:8], mac_3_by2_0[10:8], mac_4_by2_0[10:8], mac_5_by2_0[10:8], mac_6_by2_0[10:8], mac_7_by2_0[10:8], mac_8_by2_0[10:8], mac_9_by2_0[10:8], mac_10_by2_0[10:8], mac_11_by2_0[10:8], mac_12_by2_0[10:8], mac_13_by2_0[10:8], mac_14_by2_0[10:8], mac_15_by2_0[10:8], mac_difference_9_etc_0107e225[9], mac_product_significand_q_u27[26:21], shr_92f1c281[28], mac_sum_q_or_mac_limit[0]};
endmodule

`default_nettype wire

// A systolic array of processing elements between streams.
`default_nettype none

module array (
  input wire clk,
  input wire rst,
  input wire sums_ready,
  input wire weights_valid,
  input wire [143:0] weights_data,
  input wire activations_valid,
  input wire [143:0] activations_data,
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
  reg [71:0] activation_0;
  reg [215:0] activation_1;
  reg [2:0] valid_rows;
  reg [71:0] weight_1;
  reg [6:0] sums_valid_q;
  reg [31:0] sum_0;
  wire [63:0] pe_sum_out_south;

  wire sums_wait = sums_valid_q[6];
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
      sums_valid_q <= 7'd0;
    end else if (run) begin
      swap_rows <= {swap_rows[0], tile_starts};
      valid_rows <= {valid_rows[1:0], activation_taken};
      sums_valid_q <= {sums_valid_q[5:0], activation_taken};
    end
  end

  always @(posedge clk) begin
    if (run) begin
      activation_0 <= activations_data[143:72];
      activation_1 <= {activation_1[143:0], activations_data[71:0]};
      weight_1 <= weights_data[143:72];
      sum_0 <= pe_sum_out_south[31:0];
    end
  end

  wire [143:0] activation_1_215_144_activation_0 = {activation_1[215:144], activation_0};
  wire [1:0] valid_rows_2_valid_rows_0 = {valid_rows[2], valid_rows[0]};
  wire [1:0] weight_taken_then_chain_rows_else_0 = weight_taken ? chain_rows : 2'd0;
  wire [143:0] weight_1_weights_data_71_0 = {weight_1, weights_data[71:0]};
  wire [1:0] swap_rows_1_tile_starts = {swap_rows[1], tile_starts};
  genvar pe_i, pe_j;
  generate
    for (pe_i = 0; pe_i < 2; pe_i = pe_i + 1) begin : pe_row
      for (pe_j = 0; pe_j < 2; pe_j = pe_j + 1) begin : col
        wire run_cell;
        wire [71:0] activation;
        wire valid;
        wire shift;
        wire [71:0] weight_in;
        wire [31:0] sum_in;
        wire swap;
        wire [71:0] activation_out;
        wire valid_out;
        wire shift_out;
        wire [71:0] weight_out;
        wire swap_out;
        wire [31:0] sum_out;
        assign run_cell = run;
        if (pe_j == 0) begin : activation_edge
          assign activation = activation_1_215_144_activation_0[72*pe_i +: 72];
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
          assign weight_in = weight_1_weights_data_71_0[72*pe_j +: 72];
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
