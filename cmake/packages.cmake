# The packages of Debian, by CPack: inburgering-gateway, and keten-simulator. scripts/package makes them; it hands over what
# depends on the commit (version and changelog) and what the programs write themselves (manual and completion), in ${made}.
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "inburgering-gateway")
set(CPACK_PACKAGE_CONTACT "Beheerders van de inburgering-gateway <beheer@inburgering-gateway.invalid>" CACHE STRING "Maintainer of the packages")
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL gateway simulator)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_DEBIAN_GATEWAY_PACKAGE_NAME inburgering-gateway)
set(CPACK_DEBIAN_SIMULATOR_PACKAGE_NAME keten-simulator)
set(CPACK_COMPONENT_GATEWAY_DESCRIPTION "exchange of Dutch civic integration data between DUO, BRP and gemeenten
Gemeenten in the Netherlands direct the integration of newcomers (Wet
inburgering 2021). This gateway takes the messages of DUO, the BRP and
language schools, translates them to one model, keeps a log of each exchange
in which nothing can be changed unseen, and delivers every change over mutual
TLS to the municipal systems that subscribed to it.

The package installs a service that is started after it was configured:
inburgering-gateway init.")
set(CPACK_COMPONENT_SIMULATOR_DESCRIPTION "other side of the Dutch civic integration data exchange, to test against
Plays DUO, the BRP, language schools and the systems of a gemeente, with
invented persons, for whoever connects something to the inburgering-gateway
or wants to try it before real parties are connected.

Certificates to try it with are made by inburgering-gateway pki dev.")
# A user and its folders are made where systemd does not run, too: in a container, in a chroot.
set(CPACK_DEBIAN_GATEWAY_PACKAGE_DEPENDS "debconf (>= 0.5) | debconf-2.0, systemd | systemd-standalone-sysusers | systemd-sysusers, systemd | systemd-standalone-tmpfiles | systemd-tmpfiles, tzdata, ca-certificates, openssl")
set(CPACK_DEBIAN_GATEWAY_PACKAGE_SUGGESTS "keten-simulator, postgresql-client")
set(CPACK_DEBIAN_SIMULATOR_PACKAGE_DEPENDS "tzdata")
set(CPACK_DEBIAN_SIMULATOR_PACKAGE_RECOMMENDS inburgering-gateway)

# What preinst compares, so that no older version is put over a store that it cannot read.
file(GLOB steps CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/gateway/store/engine/migrations/*.sql)
list(LENGTH steps SQLITE_STEPS)
file(GLOB steps CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/gateway/store/engine/migrations_postgres/*.sql)
list(LENGTH steps POSTGRES_STEPS)
set(debian ${CMAKE_SOURCE_DIR}/deploy/debian)
set(made ${CMAKE_BINARY_DIR}/packages)
set(control)
foreach(script preinst postinst)
  # @PACKAGE_VERSION@ stays for scripts/package, which knows it.
  set(PACKAGE_VERSION @PACKAGE_VERSION@)
  configure_file(${debian}/${script}.in ${made}/control/${script}.in @ONLY)
  list(APPEND control ${made}/control/${script})
endforeach()
file(GENERATE OUTPUT ${made}/control/conffiles CONTENT "/etc/inburgering/gateway.yaml\n")
set(CPACK_DEBIAN_GATEWAY_PACKAGE_CONTROL_EXTRA ${control} ${debian}/config ${debian}/prerm ${debian}/postrm ${debian}/templates ${made}/control/conffiles)

function(of_package component program)
  set(doc share/doc/${program})
  install(TARGETS ${program} RUNTIME DESTINATION bin COMPONENT ${component})
  install(DIRECTORY ${made}/${program}/man/ DESTINATION share/man/man1 COMPONENT ${component} FILES_MATCHING PATTERN "*.1.gz")
  install(FILES ${made}/${program}/bash DESTINATION share/bash-completion/completions RENAME ${program} COMPONENT ${component})
  install(FILES ${made}/${program}/zsh DESTINATION share/zsh/vendor-completions RENAME _${program} COMPONENT ${component})
  install(FILES ${made}/copyright DESTINATION ${doc} COMPONENT ${component})
  install(FILES ${made}/${program}/changelog.Debian.gz DESTINATION ${doc} COMPONENT ${component})
  if(EXISTS ${debian}/${program}.lintian-overrides)
    install(FILES ${debian}/${program}.lintian-overrides DESTINATION share/lintian/overrides RENAME ${program} COMPONENT ${component})
  endif()
endfunction()
of_package(gateway inburgering-gateway)
of_package(simulator keten-simulator)

set(shared share/inburgering-gateway)
# Sources of the folder schemas are not its schemas.
install(DIRECTORY ${CMAKE_SOURCE_DIR}/schemas DESTINATION ${shared} COMPONENT gateway
  FILES_MATCHING PATTERN "*.xsd" PATTERN "*.json" PATTERN "*.yaml" PATTERN record EXCLUDE PATTERN value EXCLUDE PATTERN xml EXCLUDE)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/simulator/fixtures DESTINATION ${shared} COMPONENT simulator)
install(FILES ${CMAKE_SOURCE_DIR}/deploy/demo.yaml ${CMAKE_SOURCE_DIR}/deploy/prometheus-alerts.yaml ${CMAKE_SOURCE_DIR}/deploy/grafana-dashboard.json
  DESTINATION share/doc/inburgering-gateway/examples COMPONENT gateway)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs DESTINATION share/doc/inburgering-gateway COMPONENT gateway FILES_MATCHING PATTERN "*.md")
install(FILES ${debian}/gateway.yaml DESTINATION /etc/inburgering COMPONENT gateway)
# As it was packaged: in what is still the same as this, nobody wrote anything, and init may put its own in the place of it.
install(FILES ${debian}/gateway.yaml DESTINATION ${shared} COMPONENT gateway)
install(FILES ${debian}/inburgering-gateway.sysusers DESTINATION lib/sysusers.d RENAME inburgering-gateway.conf COMPONENT gateway)
install(FILES ${debian}/inburgering-gateway.tmpfiles DESTINATION lib/tmpfiles.d RENAME inburgering-gateway.conf COMPONENT gateway)
set(systemd ${CMAKE_SOURCE_DIR}/deploy/systemd)
install(FILES ${systemd}/inburgering-gateway.service ${systemd}/inburgering-gateway-partner.socket ${systemd}/inburgering-gateway-beheer.socket
  DESTINATION /lib/systemd/system COMPONENT gateway)
include(CPack)
