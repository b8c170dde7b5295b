// A processing element that keeps its sum.
`default_nettype none

module array_pe (
  input wire clk,
  input wire rst,
  input wire run,
  input wire signed [7:0] activation,
  input wire valid,
  input wire first,
  input wire shift,
  input wire signed [7:0] weight_in,
  input wire signed [31:0] sum_in,
  output wire signed [7:0] activation_out,
  output wire valid_out,
  output wire first_out,
  output wire shift_out,
  output wire signed [7:0] weight_out,
  input wire last,
  output wire last_out,
  output wire signed [31:0] sum_out
);

  reg signed [7:0] activation_out_q;
  reg valid_out_q;
  reg first_out_q;
  reg shift_out_q;
  reg signed [7:0] weight_out_q;
  reg signed [31:0] sum;
  reg signed [15:0] product;
  reg product_valid;
  reg product_first;
  reg last_out_q;
  reg product_last;
  reg signed [31:0] drain;

  assign activation_out = activation_out_q;
  assign valid_out = valid_out_q;
  assign first_out = first_out_q;
  assign shift_out = shift_out_q;
  assign weight_out = weight_out_q;
  wire multiplied_one0 = weight_in[0];
  wire multiplied_two0 = weight_in[1] & (~weight_in[0]);
  wire [8:0] activation_and_multiplied_one0_etc_e4ea9d99 = {activation[7], activation} & {multiplied_one0, multiplied_one0, multiplied_one0, multiplied_one0, multiplied_one0, multiplied_one0, multiplied_one0, multiplied_one0, multiplied_one0};
  wire [8:0] activation_0_and_multiplied_two0_etc_81471377 = {activation, 1'b0} & {multiplied_two0, multiplied_two0, multiplied_two0, multiplied_two0, multiplied_two0, multiplied_two0, multiplied_two0, multiplied_two0, multiplied_two0};
  wire [8:0] or_81b9f1a4 = activation_and_multiplied_one0_etc_e4ea9d99 | activation_0_and_multiplied_two0_etc_81471377;
  wire [8:0] multiplied_row0 = or_81b9f1a4 ^ {weight_in[1], weight_in[1], weight_in[1], weight_in[1], weight_in[1], weight_in[1], weight_in[1], weight_in[1], weight_in[1]};
  wire multiplied_top0 = ~multiplied_row0[8];
  wire multiplied_one1 = weight_in[2] ^ weight_in[1];
  wire multiplied_two1 = (weight_in[3] & (~(weight_in[2] | weight_in[1]))) | ((~weight_in[3]) & (weight_in[2] & weight_in[1]));
  wire [8:0] activation_and_multiplied_one1_etc_f8613b96 = {activation[7], activation} & {multiplied_one1, multiplied_one1, multiplied_one1, multiplied_one1, multiplied_one1, multiplied_one1, multiplied_one1, multiplied_one1, multiplied_one1};
  wire [8:0] activation_0_and_multiplied_two1_etc_eb9fe664 = {activation, 1'b0} & {multiplied_two1, multiplied_two1, multiplied_two1, multiplied_two1, multiplied_two1, multiplied_two1, multiplied_two1, multiplied_two1, multiplied_two1};
  wire [8:0] or_3fd3cae8 = activation_and_multiplied_one1_etc_f8613b96 | activation_0_and_multiplied_two1_etc_eb9fe664;
  wire [8:0] multiplied_row1 = or_3fd3cae8 ^ {weight_in[3], weight_in[3], weight_in[3], weight_in[3], weight_in[3], weight_in[3], weight_in[3], weight_in[3], weight_in[3]};
  wire multiplied_top1 = ~multiplied_row1[8];
  wire multiplied_one2 = weight_in[4] ^ weight_in[3];
  wire multiplied_two2 = (weight_in[5] & (~(weight_in[4] | weight_in[3]))) | ((~weight_in[5]) & (weight_in[4] & weight_in[3]));
  wire [8:0] activation_and_multiplied_one2_etc_77b7fd13 = {activation[7], activation} & {multiplied_one2, multiplied_one2, multiplied_one2, multiplied_one2, multiplied_one2, multiplied_one2, multiplied_one2, multiplied_one2, multiplied_one2};
  wire [8:0] activation_0_and_multiplied_two2_etc_cc88a86d = {activation, 1'b0} & {multiplied_two2, multiplied_two2, multiplied_two2, multiplied_two2, multiplied_two2, multiplied_two2, multiplied_two2, multiplied_two2, multiplied_two2};
  wire [8:0] or_a22b53a2 = activation_and_multiplied_one2_etc_77b7fd13 | activation_0_and_multiplied_two2_etc_cc88a86d;
  wire [8:0] multiplied_row2 = or_a22b53a2 ^ {weight_in[5], weight_in[5], weight_in[5], weight_in[5], weight_in[5], weight_in[5], weight_in[5], weight_in[5], weight_in[5]};
  wire multiplied_top2 = ~multiplied_row2[8];
  wire multiplied_one3 = weight_in[6] ^ weight_in[5];
  wire multiplied_two3 = (weight_in[7] & (~(weight_in[6] | weight_in[5]))) | ((~weight_in[7]) & (weight_in[6] & weight_in[5]));
  wire [8:0] activation_and_multiplied_one3_etc_42131d10 = {activation[7], activation} & {multiplied_one3, multiplied_one3, multiplied_one3, multiplied_one3, multiplied_one3, multiplied_one3, multiplied_one3, multiplied_one3, multiplied_one3};
  wire [8:0] activation_0_and_multiplied_two3_etc_023329fa = {activation, 1'b0} & {multiplied_two3, multiplied_two3, multiplied_two3, multiplied_two3, multiplied_two3, multiplied_two3, multiplied_two3, multiplied_two3, multiplied_two3};
  wire [8:0] or_a59d983a = activation_and_multiplied_one3_etc_42131d10 | activation_0_and_multiplied_two3_etc_023329fa;
  wire [8:0] multiplied_row3 = or_a59d983a ^ {weight_in[7], weight_in[7], weight_in[7], weight_in[7], weight_in[7], weight_in[7], weight_in[7], weight_in[7], weight_in[7]};
  wire multiplied_top3 = ~multiplied_row3[8];
  wire multiplied_2_0_x = weight_in[3] ^ multiplied_row0[2];
  wire multiplied_2_0_s = multiplied_2_0_x ^ multiplied_row1[0];
  wire multiplied_2_0_c = (weight_in[3] & multiplied_row0[2]) | (multiplied_2_0_x & multiplied_row1[0]);
  wire multiplied_3_0_x = multiplied_row0[3] ^ multiplied_row1[1];
  wire multiplied_3_0_s = multiplied_3_0_x ^ multiplied_2_0_c;
  wire multiplied_3_0_c = (multiplied_row0[3] & multiplied_row1[1]) | (multiplied_3_0_x & multiplied_2_0_c);
  wire multiplied_4_0_x = weight_in[5] ^ multiplied_row0[4];
  wire multiplied_4_0_s = multiplied_4_0_x ^ multiplied_row1[2];
  wire multiplied_4_0_c = (weight_in[5] & multiplied_row0[4]) | (multiplied_4_0_x & multiplied_row1[2]);
  wire multiplied_4_1_x = multiplied_row2[0] ^ multiplied_4_0_s;
  wire multiplied_4_1_s = multiplied_4_1_x ^ multiplied_3_0_c;
  wire multiplied_4_1_c = (multiplied_row2[0] & multiplied_4_0_s) | (multiplied_4_1_x & multiplied_3_0_c);
  wire multiplied_5_0_x = multiplied_row0[5] ^ multiplied_row1[3];
  wire multiplied_5_0_s = multiplied_5_0_x ^ multiplied_row2[1];
  wire multiplied_5_0_c = (multiplied_row0[5] & multiplied_row1[3]) | (multiplied_5_0_x & multiplied_row2[1]);
  wire multiplied_5_1_x = multiplied_4_0_c ^ multiplied_5_0_s;
  wire multiplied_5_1_s = multiplied_5_1_x ^ multiplied_4_1_c;
  wire multiplied_5_1_c = (multiplied_4_0_c & multiplied_5_0_s) | (multiplied_5_1_x & multiplied_4_1_c);
  wire multiplied_6_0_x = weight_in[7] ^ multiplied_row0[6];
  wire multiplied_6_0_s = multiplied_6_0_x ^ multiplied_row1[4];
  wire multiplied_6_0_c = (weight_in[7] & multiplied_row0[6]) | (multiplied_6_0_x & multiplied_row1[4]);
  wire multiplied_6_1_x = multiplied_row2[2] ^ multiplied_row3[0];
  wire multiplied_6_1_s = multiplied_6_1_x ^ multiplied_5_0_c;
  wire multiplied_6_1_c = (multiplied_row2[2] & multiplied_row3[0]) | (multiplied_6_1_x & multiplied_5_0_c);
  wire multiplied_6_2_x = multiplied_6_0_s ^ multiplied_6_1_s;
  wire multiplied_6_2_s = multiplied_6_2_x ^ multiplied_5_1_c;
  wire multiplied_6_2_c = (multiplied_6_0_s & multiplied_6_1_s) | (multiplied_6_2_x & multiplied_5_1_c);
  wire multiplied_7_0_x = multiplied_row0[7] ^ multiplied_row1[5];
  wire multiplied_7_0_s = multiplied_7_0_x ^ multiplied_row2[3];
  wire multiplied_7_0_c = (multiplied_row0[7] & multiplied_row1[5]) | (multiplied_7_0_x & multiplied_row2[3]);
  wire multiplied_7_1_x = multiplied_row3[1] ^ multiplied_6_0_c;
  wire multiplied_7_1_s = multiplied_7_1_x ^ multiplied_7_0_s;
  wire multiplied_7_1_c = (multiplied_row3[1] & multiplied_6_0_c) | (multiplied_7_1_x & multiplied_7_0_s);
  wire multiplied_7_2_x = multiplied_6_1_c ^ multiplied_7_1_s;
  wire multiplied_7_2_s = multiplied_7_2_x ^ multiplied_6_2_c;
  wire multiplied_7_2_c = (multiplied_6_1_c & multiplied_7_1_s) | (multiplied_7_2_x & multiplied_6_2_c);
  wire multiplied_8_0_s = ~(multiplied_top0 ^ multiplied_row1[6]);
  wire multiplied_8_0_c = multiplied_top0 | multiplied_row1[6];
  wire multiplied_8_1_x = multiplied_row2[4] ^ multiplied_row3[2];
  wire multiplied_8_1_s = multiplied_8_1_x ^ multiplied_8_0_s;
  wire multiplied_8_1_c = (multiplied_row2[4] & multiplied_row3[2]) | (multiplied_8_1_x & multiplied_8_0_s);
  wire multiplied_8_2_x = multiplied_7_0_c ^ multiplied_8_1_s;
  wire multiplied_8_2_s = multiplied_8_2_x ^ multiplied_7_1_c;
  wire multiplied_8_2_c = (multiplied_7_0_c & multiplied_8_1_s) | (multiplied_8_2_x & multiplied_7_1_c);
  wire multiplied_9_0_s = ~(multiplied_row1[7] ^ multiplied_row2[5]);
  wire multiplied_9_0_c = multiplied_row1[7] | multiplied_row2[5];
  wire multiplied_9_1_x = multiplied_row3[3] ^ multiplied_8_0_c;
  wire multiplied_9_1_s = multiplied_9_1_x ^ multiplied_9_0_s;
  wire multiplied_9_1_c = (multiplied_row3[3] & multiplied_8_0_c) | (multiplied_9_1_x & multiplied_9_0_s);
  wire multiplied_9_2_x = multiplied_8_1_c ^ multiplied_9_1_s;
  wire multiplied_9_2_s = multiplied_9_2_x ^ multiplied_8_2_c;
  wire multiplied_9_2_c = (multiplied_8_1_c & multiplied_9_1_s) | (multiplied_9_2_x & multiplied_8_2_c);
  wire multiplied_10_0_x = multiplied_top1 ^ multiplied_row2[6];
  wire multiplied_10_0_s = multiplied_10_0_x ^ multiplied_row3[4];
  wire multiplied_10_0_c = (multiplied_top1 & multiplied_row2[6]) | (multiplied_10_0_x & multiplied_row3[4]);
  wire multiplied_10_1_x = multiplied_9_0_c ^ multiplied_10_0_s;
  wire multiplied_10_1_s = multiplied_10_1_x ^ multiplied_9_1_c;
  wire multiplied_10_1_c = (multiplied_9_0_c & multiplied_10_0_s) | (multiplied_10_1_x & multiplied_9_1_c);
  wire multiplied_11_0_s = ~(multiplied_row2[7] ^ multiplied_row3[5]);
  wire multiplied_11_0_c = multiplied_row2[7] | multiplied_row3[5];
  wire multiplied_11_1_x = multiplied_11_0_s ^ multiplied_10_0_c;
  wire multiplied_11_1_s = multiplied_11_1_x ^ multiplied_10_1_c;
  wire multiplied_11_1_c = (multiplied_11_0_s & multiplied_10_0_c) | (multiplied_11_1_x & multiplied_10_1_c);
  wire multiplied_12_0_x = multiplied_top2 ^ multiplied_row3[6];
  wire multiplied_12_0_s = multiplied_12_0_x ^ multiplied_11_0_c;
  wire multiplied_12_0_c = (multiplied_top2 & multiplied_row3[6]) | (multiplied_12_0_x & multiplied_11_0_c);
  wire multiplied_13_0_s = ~(multiplied_row3[7] ^ multiplied_12_0_c);
  wire multiplied_13_0_c = multiplied_row3[7] | multiplied_12_0_c;
  wire [14:0] multiplied_sum_p = {multiplied_top3, multiplied_13_0_s, multiplied_12_0_s, multiplied_11_1_s, multiplied_10_1_s, multiplied_9_2_s, multiplied_8_2_s, multiplied_7_2_s, multiplied_6_2_s, multiplied_5_1_s, multiplied_4_1_s, multiplied_3_0_s, multiplied_2_0_s, multiplied_row0[1], weight_in[1]} ^ {multiplied_13_0_c, 1'b0, multiplied_11_1_c, 1'b0, multiplied_9_2_c, 1'b0, multiplied_7_2_c, 7'd0, multiplied_row0[0]};
  wire [14:0] multiplied_sum_g = {multiplied_top3, multiplied_13_0_s, multiplied_12_0_s, multiplied_11_1_s, multiplied_10_1_s, multiplied_9_2_s, multiplied_8_2_s, multiplied_7_2_s, multiplied_6_2_s, multiplied_5_1_s, multiplied_4_1_s, multiplied_3_0_s, multiplied_2_0_s, multiplied_row0[1], weight_in[1]} & {multiplied_13_0_c, 1'b0, multiplied_11_1_c, 1'b0, multiplied_9_2_c, 1'b0, multiplied_7_2_c, 7'd0, multiplied_row0[0]};
  wire [14:0] multiplied_sum_p_and_0_etc_ff042a83 = multiplied_sum_p & {1'b0, multiplied_sum_g[12], 1'b0, multiplied_sum_g[10], 1'b0, multiplied_sum_g[8], 1'b0, multiplied_sum_g[6], 1'b0, multiplied_sum_g[4], 1'b0, multiplied_sum_g[2], 1'b0, multiplied_sum_g[0], 1'b0};
  wire [14:0] multiplied_sum_g1 = multiplied_sum_g | multiplied_sum_p_and_0_etc_ff042a83;
  wire [14:0] multiplied_sum_p1 = multiplied_sum_p & {1'b1, multiplied_sum_p[12], 1'b1, multiplied_sum_p[10], 1'b1, multiplied_sum_p[8], 1'b1, multiplied_sum_p[6], 1'b1, multiplied_sum_p[4], 1'b1, multiplied_sum_p[2], 1'b1, multiplied_sum_p[0], 1'b1};
  wire [14:0] and_4f47d6ff = multiplied_sum_p1 & {multiplied_sum_g1[13], 2'd0, multiplied_sum_g1[9], multiplied_sum_g1[9], 2'd0, multiplied_sum_g1[5], multiplied_sum_g1[5], 2'd0, multiplied_sum_g1[1], multiplied_sum_g1[1], 2'd0};
  wire [14:0] multiplied_sum_g2 = multiplied_sum_g1 | and_4f47d6ff;
  wire [14:0] multiplied_sum_p2 = multiplied_sum_p1 & {multiplied_sum_p1[13], 2'd3, multiplied_sum_p1[9], multiplied_sum_p1[9], 2'd3, multiplied_sum_p1[5], multiplied_sum_p1[5], 2'd3, multiplied_sum_p1[1], multiplied_sum_p1[1], 2'd3};
  wire [14:0] and_b9c958c9 = multiplied_sum_p2 & {multiplied_sum_g2[11], multiplied_sum_g2[11], multiplied_sum_g2[11], 4'd0, multiplied_sum_g2[3], multiplied_sum_g2[3], multiplied_sum_g2[3], multiplied_sum_g2[3], 4'd0};
  wire [14:0] multiplied_sum_g4 = multiplied_sum_g2 | and_b9c958c9;
  wire [14:0] multiplied_sum_p4 = multiplied_sum_p2 & {multiplied_sum_p2[11], multiplied_sum_p2[11], multiplied_sum_p2[11], 4'd15, multiplied_sum_p2[3], multiplied_sum_p2[3], multiplied_sum_p2[3], multiplied_sum_p2[3], 4'd15};
  wire [14:0] and_39e436cd = multiplied_sum_p4 & {multiplied_sum_g4[7], multiplied_sum_g4[7], multiplied_sum_g4[7], multiplied_sum_g4[7], multiplied_sum_g4[7], multiplied_sum_g4[7], multiplied_sum_g4[7], 8'd0};
  wire [14:0] multiplied_sum_g8 = multiplied_sum_g4 | and_39e436cd;
  wire multiplied_high_falls = ~multiplied_sum_g8[14];
  wire signed [31:0] product_first_then_0_else_sum = product_first ? 32'sd0 : sum;
  wire [15:0] added_p = product_first_then_0_else_sum[15:0] ^ product;
  wire [15:0] added_g = product_first_then_0_else_sum[15:0] & product;
  wire [15:0] added_p_and_added_g_14_etc_bf4783d4 = added_p & {added_g[14], 1'b0, added_g[12], 1'b0, added_g[10], 1'b0, added_g[8], 1'b0, added_g[6], 1'b0, added_g[4], 1'b0, added_g[2], 1'b0, added_g[0], 1'b0};
  wire [15:0] added_g1 = added_g | added_p_and_added_g_14_etc_bf4783d4;
  wire [15:0] added_p1 = added_p & {added_p[14], 1'b1, added_p[12], 1'b1, added_p[10], 1'b1, added_p[8], 1'b1, added_p[6], 1'b1, added_p[4], 1'b1, added_p[2], 1'b1, added_p[0], 1'b1};
  wire [15:0] added_p1_and_added_g1_13_etc_32321be5 = added_p1 & {added_g1[13], added_g1[13], 2'd0, added_g1[9], added_g1[9], 2'd0, added_g1[5], added_g1[5], 2'd0, added_g1[1], added_g1[1], 2'd0};
  wire [15:0] added_g2 = added_g1 | added_p1_and_added_g1_13_etc_32321be5;
  wire [15:0] added_p2 = added_p1 & {added_p1[13], added_p1[13], 2'd3, added_p1[9], added_p1[9], 2'd3, added_p1[5], added_p1[5], 2'd3, added_p1[1], added_p1[1], 2'd3};
  wire [15:0] added_p2_and_added_g2_11_etc_e19c1b93 = added_p2 & {added_g2[11], added_g2[11], added_g2[11], added_g2[11], 4'd0, added_g2[3], added_g2[3], added_g2[3], added_g2[3], 4'd0};
  wire [15:0] added_g4 = added_g2 | added_p2_and_added_g2_11_etc_e19c1b93;
  wire [15:0] added_p4 = added_p2 & {added_p2[11], added_p2[11], added_p2[11], added_p2[11], 4'd15, added_p2[3], added_p2[3], added_p2[3], added_p2[3], 4'd15};
  wire [15:0] added_p4_and_added_g4_7_etc_86bbe6ef = added_p4 & {added_g4[7], added_g4[7], added_g4[7], added_g4[7], added_g4[7], added_g4[7], added_g4[7], added_g4[7], 8'd0};
  wire [15:0] added_g8 = added_g4 | added_p4_and_added_g4_7_etc_86bbe6ef;
  wire added_high_rises = added_g8[15] & (~product[15]);
  wire added_high_falls = product[15] & (~added_g8[15]);
  wire [14:0] added_high_ones1 = product_first_then_0_else_sum[30:16] & {1'b1, product_first_then_0_else_sum[28], 1'b1, product_first_then_0_else_sum[26], 1'b1, product_first_then_0_else_sum[24], 1'b1, product_first_then_0_else_sum[22], 1'b1, product_first_then_0_else_sum[20], 1'b1, product_first_then_0_else_sum[18], 1'b1, product_first_then_0_else_sum[16], 1'b1};
  wire [14:0] added_high_ones2 = added_high_ones1 & {added_high_ones1[13], 2'd3, added_high_ones1[9], added_high_ones1[9], 2'd3, added_high_ones1[5], added_high_ones1[5], 2'd3, added_high_ones1[1], added_high_ones1[1], 2'd3};
  wire [14:0] added_high_ones4 = added_high_ones2 & {added_high_ones2[11], added_high_ones2[11], added_high_ones2[11], 4'd15, added_high_ones2[3], added_high_ones2[3], added_high_ones2[3], added_high_ones2[3], 4'd15};
  wire [14:0] added_high_ones8 = added_high_ones4 & {added_high_ones4[7], added_high_ones4[7], added_high_ones4[7], added_high_ones4[7], added_high_ones4[7], added_high_ones4[7], added_high_ones4[7], 8'd255};
  wire [15:0] added_high_ones = {added_high_ones8, 1'b1};
  wire [15:0] not_product_first_then_0_else_sum_31_16 = ~product_first_then_0_else_sum[31:16];
  wire [14:0] added_high_zeros1 = not_product_first_then_0_else_sum_31_16[14:0] & {1'b1, not_product_first_then_0_else_sum_31_16[12], 1'b1, not_product_first_then_0_else_sum_31_16[10], 1'b1, not_product_first_then_0_else_sum_31_16[8], 1'b1, not_product_first_then_0_else_sum_31_16[6], 1'b1, not_product_first_then_0_else_sum_31_16[4], 1'b1, not_product_first_then_0_else_sum_31_16[2], 1'b1, not_product_first_then_0_else_sum_31_16[0], 1'b1};
  wire [14:0] added_high_zeros2 = added_high_zeros1 & {added_high_zeros1[13], 2'd3, added_high_zeros1[9], added_high_zeros1[9], 2'd3, added_high_zeros1[5], added_high_zeros1[5], 2'd3, added_high_zeros1[1], added_high_zeros1[1], 2'd3};
  wire [14:0] added_high_zeros4 = added_high_zeros2 & {added_high_zeros2[11], added_high_zeros2[11], added_high_zeros2[11], 4'd15, added_high_zeros2[3], added_high_zeros2[3], added_high_zeros2[3], added_high_zeros2[3], 4'd15};
  wire [14:0] added_high_zeros8 = added_high_zeros4 & {added_high_zeros4[7], added_high_zeros4[7], added_high_zeros4[7], added_high_zeros4[7], added_high_zeros4[7], added_high_zeros4[7], added_high_zeros4[7], 8'd255};
  wire [15:0] added_high_zeros = {added_high_zeros8, 1'b1};
  wire [15:0] and_7497630c = {added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises, added_high_rises} & added_high_ones;
  wire [15:0] and_5e2e2ef8 = {added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls, added_high_falls} & added_high_zeros;
  wire [15:0] or_d5aaa97a = and_7497630c | and_5e2e2ef8;
  wire [15:0] xor_1b869716 = product_first_then_0_else_sum[31:16] ^ or_d5aaa97a;
  wire [15:0] added_p_xor_added_g8_14_0_0 = added_p ^ {added_g8[14:0], 1'b0};
  wire signed [31:0] new_sum = {xor_1b869716, added_p_xor_added_g8_14_0_0};
  assign last_out = last_out_q;
  wire signed [31:0] drain_next = product_last ? new_sum : sum_in;
  assign sum_out = drain;

  wire [14:0] multiplied_sum_p_xor_multiplied_sum_g8_13_0_0 = multiplied_sum_p ^ {multiplied_sum_g8[13:0], 1'b0};

  always @(posedge clk) begin
    if (run) begin
      activation_out_q <= activation;
      first_out_q <= first;
      weight_out_q <= weight_in;
      product <= {multiplied_high_falls, multiplied_sum_p_xor_multiplied_sum_g8_13_0_0};
      product_first <= first;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      valid_out_q <= 1'b0;
      shift_out_q <= 1'b0;
      product_valid <= 1'b0;
      last_out_q <= 1'b0;
      product_last <= 1'b0;
    end else if (run) begin
      valid_out_q <= valid;
      shift_out_q <= shift;
      product_valid <= valid;
      last_out_q <= last;
      product_last <= last;
    end
  end

  always @(posedge clk) begin
    if (run & product_valid) begin
      sum <= new_sum;
    end
  end

  always @(posedge clk) begin
    if (run & (product_last | shift)) begin
      drain <= drain_next;
    end
  end

  wire _unused_ok = &{1'b0, not_product_first_then_0_else_sum_31_16[15]};
endmodule

`default_nettype wire

// A systolic array of processing elements between streams.
`default_nettype none

module array (
  input wire clk,
  input wire rst,
  input wire sums_ready,
  input wire weights_valid,
  input wire [15:0] weights_data,
  input wire activations_valid,
  input wire [15:0] activations_data,
  output wire weights_ready,
  output wire activations_ready,
  output wire sums_valid,
  output wire [63:0] sums_data
);

  reg [2:0] step;
  reg drain_left;
  reg following;
  reg row;
  reg [2:0] drain_starts_q;
  reg [1:0] last_rows;
  reg [15:0] activation_0;
  reg [7:0] activation_1;
  reg [1:0] valid_rows;
  reg [1:0] first_rows;
  reg [1:0] drain_rows;
  reg [7:0] weight_0;
  reg [15:0] weight_1;
  reg [3:0] sums_valid_q;
  reg [31:0] sum_0;
  wire [63:0] pe_sum_out_north;

  wire sums_wait = sums_valid_q[3];
  wire run = (~sums_wait) | sums_ready;
  wire step_last = step == 3'd4;
  wire open = run & ((~drain_left) | (~step_last));
  wire open_and_weights_valid = open & weights_valid;
  wire step_taken = open_and_weights_valid & activations_valid;
  wire step_first = step == 3'd0;
  wire tile_ends = step_taken & step_last;
  wire row_follows = following & run;
  wire row_last = row;
  assign weights_ready = open & activations_valid;
  assign activations_ready = open_and_weights_valid;
  assign sums_valid = sums_wait;
  assign sums_data = {pe_sum_out_north[63:32], sum_0};

  wire [2:0] step_plus_1 = step + 3'd1;
  wire [2:0] step_last_then_0_else_step_plus_1 = step_last ? 3'd0 : step_plus_1;
  wire drain_left_minus_1 = drain_left - 1'b1;
  wire drain_left_then_drain_left_minus_1_else_0 = drain_left ? drain_left_minus_1 : 1'b0;
  wire mux_6706e26b = tile_ends ? 1'b1 : drain_left_then_drain_left_minus_1_else_0;
  wire row_plus_1 = row + 1'b1;
  wire row_last_then_0_else_row_plus_1 = row_last ? 1'b0 : row_plus_1;
  wire [1:0] drain_starts_q_2_then_1_else_drain_rows_1 = drain_starts_q[2] ? 2'd1 : {1'b0, drain_rows[1]};

  always @(posedge clk) begin
    if (rst) begin
      step <= 3'd0;
    end else if (step_taken) begin
      step <= step_last_then_0_else_step_plus_1;
    end
  end

  always @(posedge clk) begin
    if (rst) begin
      drain_left <= 1'b0;
      drain_starts_q <= 3'd0;
      last_rows <= 2'd0;
      valid_rows <= 2'd0;
      first_rows <= 2'd0;
      drain_rows <= 2'd0;
      sums_valid_q <= 4'd0;
    end else if (run) begin
      drain_left <= mux_6706e26b;
      drain_starts_q <= {drain_starts_q[1:0], tile_ends};
      last_rows <= {tile_ends, last_rows[1]};
      valid_rows <= {step_taken, valid_rows[1]};
      first_rows <= {step_first, first_rows[1]};
      drain_rows <= drain_starts_q_2_then_1_else_drain_rows_1;
      sums_valid_q <= {sums_valid_q[2:0], following};
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
    if (run) begin
      activation_0 <= {activation_0[7:0], activations_data[7:0]};
      activation_1 <= activations_data[15:8];
      weight_0 <= weights_data[7:0];
      weight_1 <= {weight_1[7:0], weights_data[15:8]};
      sum_0 <= pe_sum_out_north[31:0];
    end
  end

  wire [15:0] activation_1_activation_0_15_8 = {activation_1, activation_0[15:8]};
  wire [15:0] weight_1_15_8_weight_0 = {weight_1[15:8], weight_0};
  genvar pe_i, pe_j;
  generate
    for (pe_i = 0; pe_i < 2; pe_i = pe_i + 1) begin : pe_row
      for (pe_j = 0; pe_j < 2; pe_j = pe_j + 1) begin : col
        wire run_cell;
        wire signed [7:0] activation;
        wire valid;
        wire first;
        wire shift;
        wire signed [7:0] weight_in;
        wire signed [31:0] sum_in;
        wire last;
        wire signed [7:0] activation_out;
        wire valid_out;
        wire first_out;
        wire shift_out;
        wire signed [7:0] weight_out;
        wire last_out;
        wire signed [31:0] sum_out;
        assign run_cell = run;
        if (pe_j == 0) begin : activation_edge
          assign activation = activation_1_activation_0_15_8[8*pe_i +: 8];
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
          assign weight_in = weight_1_15_8_weight_0[8*pe_j +: 8];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i+1].col[pe_j].weight_out;
        end
        if (pe_i == 1) begin : sum_in_edge
          assign sum_in = 32'sd0;
        end else begin : sum_in_inner
          assign sum_in = pe_row[pe_i+1].col[pe_j].sum_out;
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
          .last(last),
          .activation_out(activation_out),
          .valid_out(valid_out),
          .first_out(first_out),
          .shift_out(shift_out),
          .weight_out(weight_out),
          .last_out(last_out),
          .sum_out(sum_out)
        );
      end
    end
  endgenerate
endmodule

`default_nettype wire
