"""Asks libvirt what the tests want to know.

The argument is a folder for the embedded driver. The first line printed is libvirt's version. Then each line read is a
request, [connection, method, argument...] as JSON, and each line printed is its answer: {"value": ...} or
{"code": ..., "message": ...}.
"""
import json
import sys
import threading

import libvirt


def run_events():
    while True:
        libvirt.virEventRunDefaultImpl()


def describe_domain(connection, xml):
    """What libvirt has read of a domain, in its own form."""
    domain = connection.defineXML(xml)
    try:
        return domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)
    finally:
        domain.undefine()


def define_valid(connection, xml):
    """Defines a domain if libvirt's schema allows it."""
    connection.defineXMLFlags(xml, libvirt.VIR_DOMAIN_DEFINE_VALIDATE).undefine()


def documents(connection):
    """What the test driver has, and what it makes, in libvirt's own form."""
    domain = connection.listAllDomains()[0]
    written = [thing.XMLDesc(0) for thing in [domain, *connection.listAllNetworks(), *connection.listAllInterfaces(),
                                              *connection.listAllDevices(), *connection.listAllStoragePools()]]
    volume = connection.listAllStoragePools()[0].createXML("<volume><name>made</name><capacity>4096</capacity></volume>")
    written.append(volume.XMLDesc(0))
    volume.delete()
    for made in (lambda: domain.checkpointCreateXML("<domaincheckpoint/>"), lambda: domain.snapshotCreateXML("<domainsnapshot/>")):
        thing = made()
        written.append(thing.getXMLDesc())
        thing.delete()
    return written


def answer(connection, method, *arguments):
    try:
        if method == "describeDomain":
            return {"value": describe_domain(connection, *arguments)}
        if method == "defineValid":
            return {"value": define_valid(connection, *arguments)}
        if method == "documents":
            return {"value": documents(connection)}
        return {"value": getattr(connection, method)(*arguments)}
    except libvirt.libvirtError as error:
        return {"code": error.get_error_code(), "message": error.get_error_message()}


libvirt.registerErrorHandler(lambda context, error: None, None)
libvirt.virEventRegisterDefaultImpl()
threading.Thread(target=run_events, daemon=True).start()
connections = {
    "embed": libvirt.open("qemu:///embed?root=" + sys.argv[1]),
    "test": libvirt.open("test:///default"),
}
print(json.dumps({"value": libvirt.getVersion()}), flush=True)
for line in sys.stdin:
    name, *request = json.loads(line)
    print(json.dumps(answer(connections[name], *request)), flush=True)
