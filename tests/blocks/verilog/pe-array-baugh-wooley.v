// A processing element that keeps its weight.
`default_nettype none

module array_pe (
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
  wire [7:0] counted_weight = weight & {valid, valid, valid, valid, valid, valid, valid, valid};
  wire [6:0] mac_row0 = activation[6:0] & {counted_weight[0], counted_weight[0], counted_weight[0], counted_weight[0], counted_weight[0], counted_weight[0], counted_weight[0]};
  wire mac_top0 = ~(activation[7] & counted_weight[0]);
  wire [6:0] mac_row1 = activation[6:0] & {counted_weight[1], counted_weight[1], counted_weight[1], counted_weight[1], counted_weight[1], counted_weight[1], counted_weight[1]};
  wire mac_top1 = ~(activation[7] & counted_weight[1]);
  wire [6:0] mac_row2 = activation[6:0] & {counted_weight[2], counted_weight[2], counted_weight[2], counted_weight[2], counted_weight[2], counted_weight[2], counted_weight[2]};
  wire mac_top2 = ~(activation[7] & counted_weight[2]);
  wire [6:0] mac_row3 = activation[6:0] & {counted_weight[3], counted_weight[3], counted_weight[3], counted_weight[3], counted_weight[3], counted_weight[3], counted_weight[3]};
  wire mac_top3 = ~(activation[7] & counted_weight[3]);
  wire [6:0] mac_row4 = activation[6:0] & {counted_weight[4], counted_weight[4], counted_weight[4], counted_weight[4], counted_weight[4], counted_weight[4], counted_weight[4]};
  wire mac_top4 = ~(activation[7] & counted_weight[4]);
  wire [6:0] mac_row5 = activation[6:0] & {counted_weight[5], counted_weight[5], counted_weight[5], counted_weight[5], counted_weight[5], counted_weight[5], counted_weight[5]};
  wire mac_top5 = ~(activation[7] & counted_weight[5]);
  wire [6:0] mac_row6 = activation[6:0] & {counted_weight[6], counted_weight[6], counted_weight[6], counted_weight[6], counted_weight[6], counted_weight[6], counted_weight[6]};
  wire mac_top6 = ~(activation[7] & counted_weight[6]);
  wire [6:0] activation_6_0_and_counted_weight_7_etc_aafa08ae = activation[6:0] & {counted_weight[7], counted_weight[7], counted_weight[7], counted_weight[7], counted_weight[7], counted_weight[7], counted_weight[7]};
  wire [6:0] mac_row7 = ~activation_6_0_and_counted_weight_7_etc_aafa08ae;
  wire mac_top7 = activation[7] & counted_weight[7];
  wire mac_1_0_x = sum_in[1] ^ mac_row0[1];
  wire mac_1_0_s = mac_1_0_x ^ mac_row1[0];
  wire mac_1_0_c = (sum_in[1] & mac_row0[1]) | (mac_1_0_x & mac_row1[0]);
  wire mac_2_0_x = sum_in[2] ^ mac_row0[2];
  wire mac_2_0_s = mac_2_0_x ^ mac_row1[1];
  wire mac_2_0_c = (sum_in[2] & mac_row0[2]) | (mac_2_0_x & mac_row1[1]);
  wire mac_2_1_x = mac_row2[0] ^ mac_1_0_c;
  wire mac_2_1_s = mac_2_1_x ^ mac_2_0_s;
  wire mac_2_1_c = (mac_row2[0] & mac_1_0_c) | (mac_2_1_x & mac_2_0_s);
  wire mac_3_0_x = sum_in[3] ^ mac_row0[3];
  wire mac_3_0_s = mac_3_0_x ^ mac_row1[2];
  wire mac_3_0_c = (sum_in[3] & mac_row0[3]) | (mac_3_0_x & mac_row1[2]);
  wire mac_3_1_x = mac_row2[1] ^ mac_row3[0];
  wire mac_3_1_s = mac_3_1_x ^ mac_2_0_c;
  wire mac_3_1_c = (mac_row2[1] & mac_row3[0]) | (mac_3_1_x & mac_2_0_c);
  wire mac_3_2_x = mac_3_0_s ^ mac_3_1_s;
  wire mac_3_2_s = mac_3_2_x ^ mac_2_1_c;
  wire mac_3_2_c = (mac_3_0_s & mac_3_1_s) | (mac_3_2_x & mac_2_1_c);
  wire mac_4_0_x = sum_in[4] ^ mac_row0[4];
  wire mac_4_0_s = mac_4_0_x ^ mac_row1[3];
  wire mac_4_0_c = (sum_in[4] & mac_row0[4]) | (mac_4_0_x & mac_row1[3]);
  wire mac_4_1_x = mac_row2[2] ^ mac_row3[1];
  wire mac_4_1_s = mac_4_1_x ^ mac_row4[0];
  wire mac_4_1_c = (mac_row2[2] & mac_row3[1]) | (mac_4_1_x & mac_row4[0]);
  wire mac_4_2_x = mac_3_0_c ^ mac_4_0_s;
  wire mac_4_2_s = mac_4_2_x ^ mac_4_1_s;
  wire mac_4_2_c = (mac_3_0_c & mac_4_0_s) | (mac_4_2_x & mac_4_1_s);
  wire mac_4_3_x = mac_3_1_c ^ mac_4_2_s;
  wire mac_4_3_s = mac_4_3_x ^ mac_3_2_c;
  wire mac_4_3_c = (mac_3_1_c & mac_4_2_s) | (mac_4_3_x & mac_3_2_c);
  wire mac_5_0_x = sum_in[5] ^ mac_row0[5];
  wire mac_5_0_s = mac_5_0_x ^ mac_row1[4];
  wire mac_5_0_c = (sum_in[5] & mac_row0[5]) | (mac_5_0_x & mac_row1[4]);
  wire mac_5_1_x = mac_row2[3] ^ mac_row3[2];
  wire mac_5_1_s = mac_5_1_x ^ mac_row4[1];
  wire mac_5_1_c = (mac_row2[3] & mac_row3[2]) | (mac_5_1_x & mac_row4[1]);
  wire mac_5_2_x = mac_row5[0] ^ mac_4_0_c;
  wire mac_5_2_s = mac_5_2_x ^ mac_4_1_c;
  wire mac_5_2_c = (mac_row5[0] & mac_4_0_c) | (mac_5_2_x & mac_4_1_c);
  wire mac_5_3_x = mac_5_0_s ^ mac_5_1_s;
  wire mac_5_3_s = mac_5_3_x ^ mac_4_2_c;
  wire mac_5_3_c = (mac_5_0_s & mac_5_1_s) | (mac_5_3_x & mac_4_2_c);
  wire mac_5_4_x = mac_5_2_s ^ mac_5_3_s;
  wire mac_5_4_s = mac_5_4_x ^ mac_4_3_c;
  wire mac_5_4_c = (mac_5_2_s & mac_5_3_s) | (mac_5_4_x & mac_4_3_c);
  wire mac_6_0_x = sum_in[6] ^ mac_row0[6];
  wire mac_6_0_s = mac_6_0_x ^ mac_row1[5];
  wire mac_6_0_c = (sum_in[6] & mac_row0[6]) | (mac_6_0_x & mac_row1[5]);
  wire mac_6_1_x = mac_row2[4] ^ mac_row3[3];
  wire mac_6_1_s = mac_6_1_x ^ mac_row4[2];
  wire mac_6_1_c = (mac_row2[4] & mac_row3[3]) | (mac_6_1_x & mac_row4[2]);
  wire mac_6_2_x = mac_row5[1] ^ mac_row6[0];
  wire mac_6_2_s = mac_6_2_x ^ mac_5_0_c;
  wire mac_6_2_c = (mac_row5[1] & mac_row6[0]) | (mac_6_2_x & mac_5_0_c);
  wire mac_6_3_x = mac_5_1_c ^ mac_6_0_s;
  wire mac_6_3_s = mac_6_3_x ^ mac_6_1_s;
  wire mac_6_3_c = (mac_5_1_c & mac_6_0_s) | (mac_6_3_x & mac_6_1_s);
  wire mac_6_4_x = mac_6_2_s ^ mac_5_2_c;
  wire mac_6_4_s = mac_6_4_x ^ mac_6_3_s;
  wire mac_6_4_c = (mac_6_2_s & mac_5_2_c) | (mac_6_4_x & mac_6_3_s);
  wire mac_6_5_x = mac_5_3_c ^ mac_6_4_s;
  wire mac_6_5_s = mac_6_5_x ^ mac_5_4_c;
  wire mac_6_5_c = (mac_5_3_c & mac_6_4_s) | (mac_6_5_x & mac_5_4_c);
  wire mac_7_0_x = sum_in[7] ^ mac_top0;
  wire mac_7_0_s = mac_7_0_x ^ mac_row1[6];
  wire mac_7_0_c = (sum_in[7] & mac_top0) | (mac_7_0_x & mac_row1[6]);
  wire mac_7_1_x = mac_row2[5] ^ mac_row3[4];
  wire mac_7_1_s = mac_7_1_x ^ mac_row4[3];
  wire mac_7_1_c = (mac_row2[5] & mac_row3[4]) | (mac_7_1_x & mac_row4[3]);
  wire mac_7_2_x = mac_row5[2] ^ mac_row6[1];
  wire mac_7_2_s = mac_7_2_x ^ mac_row7[0];
  wire mac_7_2_c = (mac_row5[2] & mac_row6[1]) | (mac_7_2_x & mac_row7[0]);
  wire mac_7_3_x = mac_6_0_c ^ mac_6_1_c;
  wire mac_7_3_s = mac_7_3_x ^ mac_7_0_s;
  wire mac_7_3_c = (mac_6_0_c & mac_6_1_c) | (mac_7_3_x & mac_7_0_s);
  wire mac_7_4_x = mac_7_1_s ^ mac_7_2_s;
  wire mac_7_4_s = mac_7_4_x ^ mac_6_2_c;
  wire mac_7_4_c = (mac_7_1_s & mac_7_2_s) | (mac_7_4_x & mac_6_2_c);
  wire mac_7_5_x = mac_6_3_c ^ mac_7_3_s;
  wire mac_7_5_s = mac_7_5_x ^ mac_7_4_s;
  wire mac_7_5_c = (mac_6_3_c & mac_7_3_s) | (mac_7_5_x & mac_7_4_s);
  wire mac_7_6_x = mac_6_4_c ^ mac_7_5_s;
  wire mac_7_6_s = mac_7_6_x ^ mac_6_5_c;
  wire mac_7_6_c = (mac_6_4_c & mac_7_5_s) | (mac_7_6_x & mac_6_5_c);
  wire mac_8_0_s = ~(sum_in[8] ^ mac_top1);
  wire mac_8_0_c = sum_in[8] | mac_top1;
  wire mac_8_1_x = mac_row2[6] ^ mac_row3[5];
  wire mac_8_1_s = mac_8_1_x ^ mac_row4[4];
  wire mac_8_1_c = (mac_row2[6] & mac_row3[5]) | (mac_8_1_x & mac_row4[4]);
  wire mac_8_2_x = mac_row5[3] ^ mac_row6[2];
  wire mac_8_2_s = mac_8_2_x ^ mac_row7[1];
  wire mac_8_2_c = (mac_row5[3] & mac_row6[2]) | (mac_8_2_x & mac_row7[1]);
  wire mac_8_3_x = mac_8_0_s ^ mac_7_0_c;
  wire mac_8_3_s = mac_8_3_x ^ mac_7_1_c;
  wire mac_8_3_c = (mac_8_0_s & mac_7_0_c) | (mac_8_3_x & mac_7_1_c);
  wire mac_8_4_x = mac_7_2_c ^ mac_8_1_s;
  wire mac_8_4_s = mac_8_4_x ^ mac_8_2_s;
  wire mac_8_4_c = (mac_7_2_c & mac_8_1_s) | (mac_8_4_x & mac_8_2_s);
  wire mac_8_5_x = mac_7_3_c ^ mac_7_4_c;
  wire mac_8_5_s = mac_8_5_x ^ mac_8_3_s;
  wire mac_8_5_c = (mac_7_3_c & mac_7_4_c) | (mac_8_5_x & mac_8_3_s);
  wire mac_8_6_x = mac_8_4_s ^ mac_7_5_c;
  wire mac_8_6_s = mac_8_6_x ^ mac_8_5_s;
  wire mac_8_6_c = (mac_8_4_s & mac_7_5_c) | (mac_8_6_x & mac_8_5_s);
  wire mac_9_0_x = sum_in[9] ^ mac_top2;
  wire mac_9_0_s = mac_9_0_x ^ mac_row3[6];
  wire mac_9_0_c = (sum_in[9] & mac_top2) | (mac_9_0_x & mac_row3[6]);
  wire mac_9_1_x = mac_row4[5] ^ mac_row5[4];
  wire mac_9_1_s = mac_9_1_x ^ mac_row6[3];
  wire mac_9_1_c = (mac_row4[5] & mac_row5[4]) | (mac_9_1_x & mac_row6[3]);
  wire mac_9_2_x = mac_row7[2] ^ mac_8_0_c;
  wire mac_9_2_s = mac_9_2_x ^ mac_8_1_c;
  wire mac_9_2_c = (mac_row7[2] & mac_8_0_c) | (mac_9_2_x & mac_8_1_c);
  wire mac_9_3_x = mac_8_2_c ^ mac_9_0_s;
  wire mac_9_3_s = mac_9_3_x ^ mac_9_1_s;
  wire mac_9_3_c = (mac_8_2_c & mac_9_0_s) | (mac_9_3_x & mac_9_1_s);
  wire mac_9_4_x = mac_9_2_s ^ mac_8_3_c;
  wire mac_9_4_s = mac_9_4_x ^ mac_8_4_c;
  wire mac_9_4_c = (mac_9_2_s & mac_8_3_c) | (mac_9_4_x & mac_8_4_c);
  wire mac_9_5_x = mac_9_3_s ^ mac_8_5_c;
  wire mac_9_5_s = mac_9_5_x ^ mac_9_4_s;
  wire mac_9_5_c = (mac_9_3_s & mac_8_5_c) | (mac_9_5_x & mac_9_4_s);
  wire mac_10_0_x = sum_in[10] ^ mac_top3;
  wire mac_10_0_s = mac_10_0_x ^ mac_row4[6];
  wire mac_10_0_c = (sum_in[10] & mac_top3) | (mac_10_0_x & mac_row4[6]);
  wire mac_10_1_x = mac_row5[5] ^ mac_row6[4];
  wire mac_10_1_s = mac_10_1_x ^ mac_row7[3];
  wire mac_10_1_c = (mac_row5[5] & mac_row6[4]) | (mac_10_1_x & mac_row7[3]);
  wire mac_10_2_x = mac_9_0_c ^ mac_9_1_c;
  wire mac_10_2_s = mac_10_2_x ^ mac_10_0_s;
  wire mac_10_2_c = (mac_9_0_c & mac_9_1_c) | (mac_10_2_x & mac_10_0_s);
  wire mac_10_3_x = mac_10_1_s ^ mac_9_2_c;
  wire mac_10_3_s = mac_10_3_x ^ mac_9_3_c;
  wire mac_10_3_c = (mac_10_1_s & mac_9_2_c) | (mac_10_3_x & mac_9_3_c);
  wire mac_10_4_x = mac_10_2_s ^ mac_10_3_s;
  wire mac_10_4_s = mac_10_4_x ^ mac_9_4_c;
  wire mac_10_4_c = (mac_10_2_s & mac_10_3_s) | (mac_10_4_x & mac_9_4_c);
  wire mac_11_0_x = sum_in[11] ^ mac_top4;
  wire mac_11_0_s = mac_11_0_x ^ mac_row5[6];
  wire mac_11_0_c = (sum_in[11] & mac_top4) | (mac_11_0_x & mac_row5[6]);
  wire mac_11_1_x = mac_row6[5] ^ mac_row7[4];
  wire mac_11_1_s = mac_11_1_x ^ mac_10_0_c;
  wire mac_11_1_c = (mac_row6[5] & mac_row7[4]) | (mac_11_1_x & mac_10_0_c);
  wire mac_11_2_x = mac_10_1_c ^ mac_11_0_s;
  wire mac_11_2_s = mac_11_2_x ^ mac_11_1_s;
  wire mac_11_2_c = (mac_10_1_c & mac_11_0_s) | (mac_11_2_x & mac_11_1_s);
  wire mac_11_3_x = mac_10_2_c ^ mac_11_2_s;
  wire mac_11_3_s = mac_11_3_x ^ mac_10_3_c;
  wire mac_11_3_c = (mac_10_2_c & mac_11_2_s) | (mac_11_3_x & mac_10_3_c);
  wire mac_12_0_x = sum_in[12] ^ mac_top5;
  wire mac_12_0_s = mac_12_0_x ^ mac_row6[6];
  wire mac_12_0_c = (sum_in[12] & mac_top5) | (mac_12_0_x & mac_row6[6]);
  wire mac_12_1_x = mac_row7[5] ^ mac_11_0_c;
  wire mac_12_1_s = mac_12_1_x ^ mac_12_0_s;
  wire mac_12_1_c = (mac_row7[5] & mac_11_0_c) | (mac_12_1_x & mac_12_0_s);
  wire mac_12_2_x = mac_11_1_c ^ mac_11_2_c;
  wire mac_12_2_s = mac_12_2_x ^ mac_12_1_s;
  wire mac_12_2_c = (mac_11_1_c & mac_11_2_c) | (mac_12_2_x & mac_12_1_s);
  wire mac_13_0_x = sum_in[13] ^ mac_top6;
  wire mac_13_0_s = mac_13_0_x ^ mac_row7[6];
  wire mac_13_0_c = (sum_in[13] & mac_top6) | (mac_13_0_x & mac_row7[6]);
  wire mac_13_1_x = mac_12_0_c ^ mac_13_0_s;
  wire mac_13_1_s = mac_13_1_x ^ mac_12_1_c;
  wire mac_13_1_c = (mac_12_0_c & mac_13_0_s) | (mac_13_1_x & mac_12_1_c);
  wire mac_14_0_x = sum_in[14] ^ mac_top7;
  wire mac_14_0_s = mac_14_0_x ^ mac_13_0_c;
  wire mac_14_0_c = (sum_in[14] & mac_top7) | (mac_14_0_x & mac_13_0_c);
  wire [14:0] mac_sum_p = {mac_14_0_s, mac_13_1_s, mac_11_3_c, mac_11_3_s, mac_10_4_s, mac_8_6_c, mac_8_6_s, mac_7_6_s, mac_6_5_s, mac_5_4_s, mac_4_3_s, mac_3_2_s, mac_2_1_s, mac_1_0_s, sum_in[0]} ^ {mac_13_1_c, mac_12_2_c, mac_12_2_s, mac_10_4_c, mac_9_5_c, mac_9_5_s, mac_7_6_c, 7'd0, mac_row0[0]};
  wire [14:0] mac_sum_g = {mac_14_0_s, mac_13_1_s, mac_11_3_c, mac_11_3_s, mac_10_4_s, mac_8_6_c, mac_8_6_s, mac_7_6_s, mac_6_5_s, mac_5_4_s, mac_4_3_s, mac_3_2_s, mac_2_1_s, mac_1_0_s, sum_in[0]} & {mac_13_1_c, mac_12_2_c, mac_12_2_s, mac_10_4_c, mac_9_5_c, mac_9_5_s, mac_7_6_c, 7'd0, mac_row0[0]};
  wire [14:0] mac_sum_p_and_0_etc_b518e1e5 = mac_sum_p & {1'b0, mac_sum_g[12], 1'b0, mac_sum_g[10], 1'b0, mac_sum_g[8], 1'b0, mac_sum_g[6], 1'b0, mac_sum_g[4], 1'b0, mac_sum_g[2], 1'b0, mac_sum_g[0], 1'b0};
  wire [14:0] mac_sum_g1 = mac_sum_g | mac_sum_p_and_0_etc_b518e1e5;
  wire [14:0] mac_sum_p1 = mac_sum_p & {1'b1, mac_sum_p[12], 1'b1, mac_sum_p[10], 1'b1, mac_sum_p[8], 1'b1, mac_sum_p[6], 1'b1, mac_sum_p[4], 1'b1, mac_sum_p[2], 1'b1, mac_sum_p[0], 1'b1};
  wire [14:0] mac_sum_p1_and_mac_sum_g1_13_etc_d9f67712 = mac_sum_p1 & {mac_sum_g1[13], 2'd0, mac_sum_g1[9], mac_sum_g1[9], 2'd0, mac_sum_g1[5], mac_sum_g1[5], 2'd0, mac_sum_g1[1], mac_sum_g1[1], 2'd0};
  wire [14:0] mac_sum_g2 = mac_sum_g1 | mac_sum_p1_and_mac_sum_g1_13_etc_d9f67712;
  wire [14:0] mac_sum_p2 = mac_sum_p1 & {mac_sum_p1[13], 2'd3, mac_sum_p1[9], mac_sum_p1[9], 2'd3, mac_sum_p1[5], mac_sum_p1[5], 2'd3, mac_sum_p1[1], mac_sum_p1[1], 2'd3};
  wire [14:0] mac_sum_p2_and_mac_sum_g2_11_etc_5593ef07 = mac_sum_p2 & {mac_sum_g2[11], mac_sum_g2[11], mac_sum_g2[11], 4'd0, mac_sum_g2[3], mac_sum_g2[3], mac_sum_g2[3], mac_sum_g2[3], 4'd0};
  wire [14:0] mac_sum_g4 = mac_sum_g2 | mac_sum_p2_and_mac_sum_g2_11_etc_5593ef07;
  wire [14:0] mac_sum_p4 = mac_sum_p2 & {mac_sum_p2[11], mac_sum_p2[11], mac_sum_p2[11], 4'd15, mac_sum_p2[3], mac_sum_p2[3], mac_sum_p2[3], mac_sum_p2[3], 4'd15};
  wire [14:0] mac_sum_p4_and_mac_sum_g4_7_etc_93b744ea = mac_sum_p4 & {mac_sum_g4[7], mac_sum_g4[7], mac_sum_g4[7], mac_sum_g4[7], mac_sum_g4[7], mac_sum_g4[7], mac_sum_g4[7], 8'd0};
  wire [14:0] mac_sum_g8 = mac_sum_g4 | mac_sum_p4_and_mac_sum_g4_7_etc_93b744ea;
  wire mac_high_rises = mac_sum_g8[14] & mac_14_0_c;
  wire mac_high_falls = (~mac_14_0_c) & (~mac_sum_g8[14]);
  wire [15:0] mac_high_ones1 = sum_in[30:15] & {sum_in[29], 1'b1, sum_in[27], 1'b1, sum_in[25], 1'b1, sum_in[23], 1'b1, sum_in[21], 1'b1, sum_in[19], 1'b1, sum_in[17], 1'b1, sum_in[15], 1'b1};
  wire [15:0] mac_high_ones2 = mac_high_ones1 & {mac_high_ones1[13], mac_high_ones1[13], 2'd3, mac_high_ones1[9], mac_high_ones1[9], 2'd3, mac_high_ones1[5], mac_high_ones1[5], 2'd3, mac_high_ones1[1], mac_high_ones1[1], 2'd3};
  wire [15:0] mac_high_ones4 = mac_high_ones2 & {mac_high_ones2[11], mac_high_ones2[11], mac_high_ones2[11], mac_high_ones2[11], 4'd15, mac_high_ones2[3], mac_high_ones2[3], mac_high_ones2[3], mac_high_ones2[3], 4'd15};
  wire [15:0] mac_high_ones8 = mac_high_ones4 & {mac_high_ones4[7], mac_high_ones4[7], mac_high_ones4[7], mac_high_ones4[7], mac_high_ones4[7], mac_high_ones4[7], mac_high_ones4[7], mac_high_ones4[7], 8'd255};
  wire [16:0] mac_high_ones = {mac_high_ones8, 1'b1};
  wire [16:0] not_sum_in_31_15 = ~sum_in[31:15];
  wire [15:0] mac_high_zeros1 = not_sum_in_31_15[15:0] & {not_sum_in_31_15[14], 1'b1, not_sum_in_31_15[12], 1'b1, not_sum_in_31_15[10], 1'b1, not_sum_in_31_15[8], 1'b1, not_sum_in_31_15[6], 1'b1, not_sum_in_31_15[4], 1'b1, not_sum_in_31_15[2], 1'b1, not_sum_in_31_15[0], 1'b1};
  wire [15:0] mac_high_zeros2 = mac_high_zeros1 & {mac_high_zeros1[13], mac_high_zeros1[13], 2'd3, mac_high_zeros1[9], mac_high_zeros1[9], 2'd3, mac_high_zeros1[5], mac_high_zeros1[5], 2'd3, mac_high_zeros1[1], mac_high_zeros1[1], 2'd3};
  wire [15:0] mac_high_zeros4 = mac_high_zeros2 & {mac_high_zeros2[11], mac_high_zeros2[11], mac_high_zeros2[11], mac_high_zeros2[11], 4'd15, mac_high_zeros2[3], mac_high_zeros2[3], mac_high_zeros2[3], mac_high_zeros2[3], 4'd15};
  wire [15:0] mac_high_zeros8 = mac_high_zeros4 & {mac_high_zeros4[7], mac_high_zeros4[7], mac_high_zeros4[7], mac_high_zeros4[7], mac_high_zeros4[7], mac_high_zeros4[7], mac_high_zeros4[7], mac_high_zeros4[7], 8'd255};
  wire [16:0] mac_high_zeros = {mac_high_zeros8, 1'b1};
  wire [16:0] mac_high_rises_etc_ba909550_and_mac_high_ones = {mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises, mac_high_rises} & mac_high_ones;
  wire [16:0] mac_high_falls_etc_6bf55e40_and_mac_high_zeros = {mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls, mac_high_falls} & mac_high_zeros;
  wire [16:0] or_cb3840da = mac_high_rises_etc_ba909550_and_mac_high_ones | mac_high_falls_etc_6bf55e40_and_mac_high_zeros;
  wire [16:0] xor_c3284168 = sum_in[31:15] ^ or_cb3840da;
  wire [14:0] mac_sum_p_xor_mac_sum_g8_13_0_0 = mac_sum_p ^ {mac_sum_g8[13:0], 1'b0};
  wire signed [31:0] sum_next = {xor_c3284168, mac_sum_p_xor_mac_sum_g8_13_0_0};
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

  wire _unused_ok = &{1'b0, not_sum_in_31_15[16]};
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

  reg loaded;
  reg [2:0] step;
  reg row;
  reg [1:0] chain_rows_q;
  reg swap_rows;
  reg [7:0] activation_0;
  reg [15:0] activation_1;
  reg [1:0] valid_rows;
  reg [7:0] weight_1;
  reg [3:0] sums_valid_q;
  reg [31:0] sum_0;
  wire [63:0] pe_sum_out_south;

  wire sums_wait = sums_valid_q[3];
  wire run = (~sums_wait) | sums_ready;
  wire step_first = step == 3'd0;
  wire run_and_not_step_first_or_loaded = run & ((~step_first) | loaded);
  wire activation_taken = activations_valid & run_and_not_step_first_or_loaded;
  wire step_last = step == 3'd4;
  wire tile_starts = activation_taken & step_first;
  wire run_and_not_loaded_or_tile_starts = run & ((~loaded) | tile_starts);
  wire weight_taken = weights_valid & run_and_not_loaded_or_tile_starts;
  wire row_last = row;
  wire row_first = ~row;
  wire tile_complete = weight_taken & row_last;
  wire [1:0] chain_rows = row_first ? 2'd1 : {chain_rows_q[0], 1'b1};
  assign weights_ready = run_and_not_loaded_or_tile_starts;
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
      swap_rows <= 1'b0;
      valid_rows <= 2'd0;
      sums_valid_q <= 4'd0;
    end else if (run) begin
      swap_rows <= tile_starts;
      valid_rows <= {valid_rows[0], activation_taken};
      sums_valid_q <= {sums_valid_q[2:0], activation_taken};
    end
  end

  always @(posedge clk) begin
    if (run) begin
      activation_0 <= activations_data[15:8];
      activation_1 <= {activation_1[7:0], activations_data[7:0]};
      weight_1 <= weights_data[15:8];
      sum_0 <= pe_sum_out_south[31:0];
    end
  end

  wire [15:0] activation_1_15_8_activation_0 = {activation_1[15:8], activation_0};
  wire [1:0] weight_taken_then_chain_rows_else_0 = weight_taken ? chain_rows : 2'd0;
  wire [15:0] weight_1_weights_data_7_0 = {weight_1, weights_data[7:0]};
  wire [1:0] swap_rows_tile_starts = {swap_rows, tile_starts};
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
          assign activation = activation_1_15_8_activation_0[8*pe_i +: 8];
        end else begin : activation_inner
          assign activation = pe_row[pe_i].col[pe_j-1].activation_out;
        end
        if (pe_j == 0) begin : valid_edge
          assign valid = valid_rows[pe_i];
        end else begin : valid_inner
          assign valid = pe_row[pe_i].col[pe_j-1].valid_out;
        end
        if (pe_j == 0) begin : shift_edge
          assign shift = weight_taken_then_chain_rows_else_0[pe_i];
        end else begin : shift_inner
          assign shift = pe_row[pe_i].col[pe_j-1].shift_out;
        end
        if (pe_i == 0) begin : weight_in_edge
          assign weight_in = weight_1_weights_data_7_0[8*pe_j +: 8];
        end else begin : weight_in_inner
          assign weight_in = pe_row[pe_i-1].col[pe_j].weight_out;
        end
        if (pe_i == 0) begin : sum_in_edge
          assign sum_in = 32'sd0;
        end else begin : sum_in_inner
          assign sum_in = pe_row[pe_i-1].col[pe_j].sum_out;
        end
        if (pe_j == 0) begin : swap_edge
          assign swap = swap_rows_tile_starts[pe_i];
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
