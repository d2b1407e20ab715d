-- Opens main.go, which is on the command line: gets diagnostics, also of an
-- edit that is not saved, and applies the quick fix of one finding. Saving fixes
-- the other. The buffer then has none.

local function fail(text)
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  io.stderr:write(text, "\n", vim.inspect(vim.diagnostic.get(0)), "\n", table.concat(lines, "\n"), "\n")
  vim.cmd("cquit")
end

local function codes()
  local list = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do
    table.insert(list, d.user_data.lsp.code)
  end
  table.sort(list)
  return table.concat(list, " ")
end

local function wait(what, holds)
  if not vim.wait(120000, holds, 50) then
    fail("timeout: " .. what .. "; got " .. codes())
  end
end

local function wait_for(want)
  wait(want, function() return codes() == want end)
end

local function missing()
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if d.user_data.lsp.code == "missing-options" then
      return d
    end
  end
end

wait_for("missing-options unchecked-option")
if missing().source ~= "zmqlint" or missing().lnum ~= 9 then
  fail("the finding is elsewhere")
end

-- An edit beyond ASCII, before the call, that is not saved.
local line = vim.api.nvim_buf_get_lines(0, 9, 10, false)[1]
local edited = line:gsub("s%.Connect", "/* 🚀é */ s.Connect")
vim.api.nvim_buf_set_lines(0, 9, 10, false, { edited })
local column = edited:find("s.Connect", 1, true) - 1
wait("the finding at byte " .. column, function()
  local d = missing()
  return d and d.col == column
end)

-- Hover.
vim.api.nvim_win_set_cursor(0, { 10, column })
local params = vim.lsp.util.make_position_params()
local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", params, 10000)
local text = vim.inspect(hover)
if not text:find("PUSH socket", 1, true) or not text:find("LINGER: not set", 1, true) then
  fail("hover: " .. text)
end

-- The quick fix.
params = vim.lsp.util.make_range_params()
params.context = { diagnostics = { missing().user_data.lsp } }
local fixed = false
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 10000)) do
  for _, action in ipairs(answer.result or {}) do
    if action.isPreferred and not fixed then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      fixed = true
    end
  end
end
if not fixed then
  fail("no quick fix")
end
wait_for("unchecked-option")

-- Saving fixes the rest.
vim.cmd("write")
wait_for("")
local saved = table.concat(vim.fn.readfile("main.go"), "\n")
if not saved:find("s.SetLinger(", 1, true) or not saved:find("/* 🚀é */ s.Connect", 1, true) then
  fail("what was saved is something else")
end

-- The server ends when the editor does.
local clients = vim.lsp.get_active_clients()
vim.lsp.stop_client(clients)
wait("the end of the server", function() return #vim.lsp.get_active_clients() == 0 end)
io.stdout:write("\nok\n")
vim.cmd("qall!")
