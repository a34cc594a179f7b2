"""Asks Xen's and libvirt's own libraries what the tests want to know. No Xen has to run: only their parsers and writers are called.

Each line read is a request, [operation, argument] as JSON, and each line printed is its answer. The first line printed is the
version of libxl.

  pairs    strings such as "sse3=0", given to libxl       [leaf, sub-leaf or null, {register: letters}], or null if one is refused
  bits     entries such as "1:ecx=...", given to libxl    the same
  config   [text of an xl.cfg, key]                       {"string": text}, {"list": [text or null]}, {} if there is none, or null
  write    domain XML                                     the xl.cfg that libvirt writes
  read     text of an xl.cfg                              the domain XML that libvirt reads, or null
"""
import ctypes as c
import json
import sys

VERSION = "4.17"
UNUSED = 0xFFFFFFFF
DRIVER = "/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_libxl.so"

pointer, text, number, flag = c.c_void_p, c.c_char_p, c.c_int, c.c_bool


def function(library, name, result, *arguments):
    f = getattr(library, name)
    f.restype, f.argtypes = result, arguments
    return f


libxl = c.CDLL(f"libxenlight.so.{VERSION}")
libxlu = c.CDLL(f"libxlutil.so.{VERSION}")
libc = c.CDLL(None)


# libxl's list of policies, private to it: struct xc_xend_cpuid in a struct with another array for MSRs.
class Leaf(c.Structure):
    _fields_ = [("leaf", c.c_uint32), ("subleaf", c.c_uint32), ("registers", text * 4)]


class Policies(c.Structure):
    _fields_ = [("leaves", c.POINTER(Leaf)), ("msrs", pointer)]


parse_pair = function(libxl, "libxl_cpuid_parse_config", number, pointer, text)
parse_bits = function(libxl, "libxl_cpuid_parse_config_xend", number, pointer, text)
dispose = function(libxl, "libxl_cpuid_dispose", None, pointer)


def policies(parse, items):
    found = c.POINTER(Policies)()
    refused = [item for item in items if parse(c.byref(found), item.encode()) != 0]
    leaves = []
    i = 0
    while not refused and found and found[0].leaves and found[0].leaves[i].leaf != UNUSED:
        leaf = found[0].leaves[i]
        registers = {name: letters.decode() for name, letters in zip(("eax", "ebx", "ecx", "edx"), leaf.registers) if letters}
        leaves.append([leaf.leaf, None if leaf.subleaf == UNUSED else leaf.subleaf, registers])
        i += 1
    dispose(c.byref(found))
    return None if refused else leaves


silence = function(libc, "fopen", pointer, text, text)(b"/dev/null", b"w")
config_new = function(libxlu, "xlu_cfg_init", pointer, pointer, text)
config_read = function(libxlu, "xlu_cfg_readdata", number, pointer, text, number)
config_string = function(libxlu, "xlu_cfg_get_string", number, pointer, text, pointer, number)
config_list = function(libxlu, "xlu_cfg_get_list", number, pointer, text, pointer, pointer, number)
config_item = function(libxlu, "xlu_cfg_get_listitem", text, pointer, number)
config_free = function(libxlu, "xlu_cfg_destroy", None, pointer)


def config(content, key):
    data = content.encode()
    settings = config_new(silence, b"xl.cfg")
    string, items, count = text(), pointer(), number()
    answer = {}
    if config_read(settings, data, len(data)) != 0:
        answer = None
    elif config_string(settings, key.encode(), c.byref(string), 1) == 0:
        answer = {"string": string.value.decode()}
    elif config_list(settings, key.encode(), c.byref(items), c.byref(count), 1) == 0:
        values = [config_item(items, i) for i in range(count.value)]
        answer = {"list": [value and value.decode() for value in values]}
    config_free(settings)
    return answer


libvirt = c.CDLL("libvirt.so.0", mode=c.RTLD_GLOBAL)
driver = c.CDLL(DRIVER)
function(libvirt, "virInitialize", number)()
handler = c.CFUNCTYPE(None, pointer, pointer)(lambda data, error: None)
function(libvirt, "virSetErrorFunc", None, pointer, pointer)(None, handler)
options = function(libvirt, "virDomainXMLOptionNew", pointer, *[pointer] * 5)(*[None] * 5)
domain_parse = function(libvirt, "virDomainDefParseString", pointer, text, pointer, pointer, c.c_uint)
domain_format = function(libvirt, "virDomainDefFormat", text, pointer, pointer, c.c_uint)
conf_parse = function(libvirt, "virConfReadString", pointer, text, c.c_uint)
conf_format = function(libvirt, "virConfWriteMem", number, pointer, pointer, pointer)
xl_read = function(driver, "xenParseXL", pointer, pointer, pointer, pointer)
xl_write = function(driver, "xenFormatXL", pointer, pointer, pointer)


def capabilities():
    arch = function(libvirt, "virArchFromString", number, text)(b"x86_64")
    xen = function(libvirt, "virDomainVirtTypeFromString", number, text)(b"xen")
    system = function(libvirt, "virDomainOSTypeFromString", number, text)
    add_guest = function(libvirt, "virCapabilitiesAddGuest", pointer, pointer, number, number, text, text, number, pointer)
    add_domain = function(libvirt, "virCapabilitiesAddGuestDomain", pointer, pointer, number, text, text, number, pointer)
    found = function(libvirt, "virCapabilitiesNew", pointer, number, flag, flag)(arch, False, False)
    for name in (b"hvm", b"xen", b"xenpvh"):
        add_domain(add_guest(found, system(name), arch, b"/bin/true", b"/bin/true", 0, None), xen, None, None, 0, None)
    return found


host = capabilities()


def write(xml):
    conf = xl_write(domain_parse(xml.encode(), options, None, 0), None)
    buffer, length = c.create_string_buffer(1 << 16), number(1 << 16)
    conf_format(buffer, c.byref(length), conf)
    return buffer.value.decode()


def read(content):
    conf = conf_parse(content.encode(), 0)
    domain = conf and xl_read(conf, host, options)
    return domain_format(domain, options, 0).decode() if domain else None


operations = {
    "pairs": lambda items: policies(parse_pair, items),
    "bits": lambda items: policies(parse_bits, items),
    "config": lambda argument: config(*argument),
    "write": write,
    "read": read,
}
print(json.dumps(VERSION), flush=True)
for line in sys.stdin:
    operation, argument = json.loads(line)
    print(json.dumps(operations[operation](argument)), flush=True)
