-- Shows a diagnostic, a hover, a completion, a rename and a format of the built server in Neovim, and prints what it sees as JSON.
local server, folder, out = vim.env.ACCEL_SERVER, vim.env.ACCEL_FOLDER, vim.env.ACCEL_OUT

local function wait(what, holds)
  if not vim.wait(20000, holds, 20) then error('no ' .. what) end
end

local function run()
  local seen = {}
  vim.cmd('edit ' .. folder .. '/main.accel')
  local buffer = vim.api.nvim_get_current_buf()
  local id = vim.lsp.start_client({ name = 'accel', cmd = { server, 'lsp', '--stdio' }, root_dir = folder })
  vim.lsp.buf_attach_client(buffer, id)
  wait('diagnostic', function() return #vim.diagnostic.get(buffer) > 0 end)
  seen.diagnostics = vim.tbl_map(function(each) return each.code end, vim.diagnostic.get(buffer))

  local function ask(method, parameters)
    local answer, failure = vim.lsp.buf_request_sync(buffer, method, parameters, 20000)
    if failure then error(method .. ': ' .. failure) end
    for _, each in pairs(answer) do return each.result end
  end

  vim.fn.search('const wide', 'e')
  seen.hover = ask('textDocument/hover', vim.lsp.util.make_position_params()).contents.value
  vim.fn.search('= other', 'e')
  local items = ask('textDocument/completion', vim.lsp.util.make_position_params()).items
  seen.completion = vim.tbl_map(function(each) return each.label end, items)

  vim.fn.cursor(1, 1)
  vim.fn.search('const wide', 'e')
  local parameters = vim.lsp.util.make_position_params()
  parameters.newName = 'broad'
  vim.lsp.util.apply_workspace_edit(ask('textDocument/rename', parameters), 'utf-16')
  vim.lsp.buf.formatting_sync({}, 20000)
  seen.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  return seen
end

local ok, result = pcall(run)
local file = io.open(out, 'w')
file:write(vim.fn.json_encode(ok and result or { failure = tostring(result) }))
file:close()
vim.cmd('qall!')
