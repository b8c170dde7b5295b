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
  reg activation_out_counts_q;
  reg signed [7:0] activation_out_q;
  reg shift_out_q;
  reg swap_out_q;
  reg signed [7:0] weight;
  reg signed [31:0] sum;

  assign activation_out = activation_out_q;
  assign valid_out = activation_out_counts_q;
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
    if (rst) begin
      activation_out_counts_q <= 1'b0;
      shift_out_q <= 1'b0;
      swap_out_q <= 1'b0;
    end else if (run) begin
      activation_out_counts_q <= valid;
      shift_out_q <= shift;
      swap_out_q <= swap;
    end
  end

  always @(posedge clk) begin
    if (run & valid) begin
      activation_out_q <= activation;
    end
  end

  always @(posedge clk) begin
    if (run & swap) begin
      weight <= chain;
    end
  end

  always @(posedge clk) begin
    if (run) begin
      sum <= sum_next;
    end
  end
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
  reg [7:0] activation_1;
  reg valid_rows;
  reg activation_row_0_counts_q;
  reg [7:0] activation_row_0_q;
  reg activation_row_1_counts_q;
  reg [7:0] activation_row_1_q;
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
  wire activation_row_0_counts = activation_taken & (|activations_data[15:8]);
  wire activation_row_1_counts = valid_rows & (|activation_1);
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
      valid_rows <= 1'b0;
      activation_row_0_counts_q <= 1'b0;
      activation_row_1_counts_q <= 1'b0;
      sums_valid_q <= 4'd0;
    end else if (run) begin
      swap_rows <= tile_starts;
      valid_rows <= activation_taken;
      activation_row_0_counts_q <= activation_row_0_counts;
      activation_row_1_counts_q <= activation_row_1_counts;
      sums_valid_q <= {sums_valid_q[2:0], activation_taken};
    end
  end

  always @(posedge clk) begin
    if (run) begin
      activation_1 <= activations_data[7:0];
      weight_1 <= weights_data[15:8];
      sum_0 <= pe_sum_out_south[31:0];
    end
  end

  always @(posedge clk) begin
    if (run & activation_row_0_counts) begin
      activation_row_0_q <= activations_data[15:8];
    end
  end

  always @(posedge clk) begin
    if (run & activation_row_1_counts) begin
      activation_row_1_q <= activation_1;
    end
  end

  wire [15:0] activation_row_1_q_activation_row_0_q = {activation_row_1_q, activation_row_0_q};
  wire [1:0] concat_78c10e89 = {activation_row_1_counts_q, activation_row_0_counts_q};
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
          assign activation = activation_row_1_q_activation_row_0_q[8*pe_i +: 8];
        end else begin : activation_inner
          assign activation = pe_row[pe_i].col[pe_j-1].activation_out;
        end
        if (pe_j == 0) begin : valid_edge
          assign valid = concat_78c10e89[pe_i];
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
