# What the programs are made of, as CycloneDX, made at each build that made them anew: scripts/sbom reads what the linker
# took (its map) and which headers the compiler read (Ninja's record of them).
function(sbom)
  set(bom ${CMAKE_BINARY_DIR}/inburgering-gateway.cdx.json)
  foreach(program IN LISTS ARGN)
    target_link_options(${program} PRIVATE -Wl,-Map=${CMAKE_BINARY_DIR}/${program}.map)
  endforeach()
  add_custom_command(OUTPUT ${bom} COMMAND ${CMAKE_SOURCE_DIR}/scripts/sbom --build ${CMAKE_BINARY_DIR} --output ${bom} ${ARGN}
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/scripts/sbom ${CMAKE_SOURCE_DIR}/monitor/package-lock.json
    COMMENT "Writing down what the programs are made of" VERBATIM)
  add_custom_target(sbom ALL DEPENDS ${bom})
endfunction()
