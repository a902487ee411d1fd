# seen(TARGET FOLDER): whoever links TARGET may include "FOLDER/…", and nothing else of the project. Headers are found
# through a folder of links in the build tree, so that an include of what a target does not link does not compile.
function(seen target folder)
  string(REPLACE "/" "_" name ${folder})
  set(place ${CMAKE_BINARY_DIR}/seen/${name})
  get_filename_component(parent ${place}/${folder} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${place}/${folder} SYMBOLIC)
  target_include_directories(${target} PUBLIC ${place})
endfunction()
