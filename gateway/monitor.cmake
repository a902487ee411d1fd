# Puts the pages of the monitor into the program: npm builds them from monitor/, and a source file holds the result,
# compressed. Without INBURGERING_MONITOR that file is empty and the listener says so.
set(monitor ${CMAKE_SOURCE_DIR}/monitor)
set(monitor_pages ${CMAKE_CURRENT_BINARY_DIR}/monitor_pages.cpp)
if(INBURGERING_MONITOR)
  find_program(NPM npm REQUIRED)
  file(GLOB_RECURSE monitor_sources CONFIGURE_DEPENDS ${monitor}/src/*)
  add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/monitor_installed
    COMMAND ${NPM} ci --silent --no-audit --no-fund
    COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_CURRENT_BINARY_DIR}/monitor_installed
    DEPENDS ${monitor}/package-lock.json
    WORKING_DIRECTORY ${monitor} COMMENT "Installing what the monitor is built with" VERBATIM)
  add_custom_command(OUTPUT ${monitor_pages}
    COMMAND ${NPM} run --silent build -- --outDir ${CMAKE_CURRENT_BINARY_DIR}/monitor
    COMMAND node ${monitor}/embed.mjs ${CMAKE_CURRENT_BINARY_DIR}/monitor ${monitor_pages}
    DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/monitor_installed ${monitor_sources}
            ${monitor}/index.html ${monitor}/embed.mjs ${monitor}/vite.config.ts ${monitor}/tsconfig.json
    WORKING_DIRECTORY ${monitor} COMMENT "Building the monitor" VERBATIM)
else()
  file(GENERATE OUTPUT ${monitor_pages} CONTENT
    "#include \"gateway/operator/pages.h\"\n\nnamespace inburgering::gateway::operation {\n\nstd::span<const Page> pages() { return {}; }\n\n}  // namespace inburgering::gateway::operation\n")
endif()
target_sources(gateway_operator PRIVATE ${monitor_pages})
