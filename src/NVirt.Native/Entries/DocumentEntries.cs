using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Documents;
using NVirt.Domains.Validation;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.RelaxNg;
using NVirt.VMware;
using NVirt.Xen;
using NVirt.Xml;

namespace NVirt.Native.Entries;

/// <summary>Validation, and what hypervisors are given: nvirt.h says what each function does.</summary>
internal static unsafe class DocumentEntries
{
    private const string CpuOption = "-cpu";

    [UnmanagedCallersOnly(EntryPoint = "nvirt_validate")]
    public static int Validate(byte* bytes, nuint length, byte* name, nuint nameLength, byte** mistakes, nuint* mistakesLength) =>
        NativeCall.Run(() =>
        {
            Returned.Prepare(mistakes, mistakesLength, "mistakes");
            string file = Given.DocumentName(name, nameLength);
            IReadOnlyList<RelaxNgError> errors = DocumentSchemas.Validate(file, Given.Bytes(bytes, length, file).ToArray());
            if (errors.FirstOrDefault(e => e.Kind == RelaxNgErrorKind.Malformed) is { } malformed)
            {
                throw new NativeException(NativeErrorKind.Xml, malformed.ToString());
            }

            Returned.Write(new JsonArray([.. errors.Select(MistakeJson.Of)]).ToJsonString() + "\n", mistakes, mistakesLength);
            return errors.Count == 0 ? CpuAnswer.Yes : CpuAnswer.No;
        });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_qemu_cpu")]
    public static int Qemu(
        nint map, byte* domain, nuint length, byte* recording, nuint recordingLength, nint host, byte** text, nuint* textLength) =>
        NativeCall.Run(() =>
        {
            Returned.Prepare(text, textLength, "text");
            CpuMap of = Given.Map(map);
            DomainDocument document = DomainDocument.Parse(Given.Document(domain, length, "domain"), "domain");
            QemuCapabilities qemu = QemuCapabilities.Parse(Given.Document(recording, recordingLength, "recording"), "recording", of);
            QemuHost on = host == 0 ? QemuHost.Unknown(qemu.Arch) : HostOf(Given.Cpu(host, "host"), qemu.Arch);
            string[] arguments = [.. QemuCommandLine.Build(document, qemu, on, new QemuCommandLineOptions { Map = of }).Arguments];
            int option = Array.IndexOf(arguments, CpuOption);
            if (option < 0)
            {
                return CpuAnswer.No;
            }

            Returned.Write(arguments[option + 1], text, textLength);
            return CpuAnswer.Yes;
        });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_xen_cpuid")]
    public static int Xen(nint map, byte* domain, nuint length, uint syntax, byte** text, nuint* textLength, byte** notes) =>
        NativeCall.Run(() =>
    {
        Returned.Prepare(text, textLength, "text");
        PrepareNotes(notes);
        Given.Flags(syntax, known: 1);
        XenGuest guest = XenGuest.Of(DomainDocument.Parse(Given.Document(domain, length, "domain"), "domain").Definition);
        XenConfigCpu config = XenCpuid.ForConfig(guest, (XenSyntax)syntax, Given.Map(map));
        Returned.Write(config.Format(), text, textLength);
        WriteNotes(config.Warnings, notes);
        return CpuAnswer.Yes;
    });

    [UnmanagedCallersOnly(EntryPoint = "nvirt_vmware_cpuid")]
    public static int VMware(
        nint map, byte* domain, nuint length, nint host, uint syntax, byte** text, nuint* textLength, byte** notes) =>
        NativeCall.Run(() =>
    {
        Returned.Prepare(text, textLength, "text");
        PrepareNotes(notes);
        Given.Flags(syntax, known: 1);
        DomainDefinition guest = DomainDocument.Parse(Given.Document(domain, length, "domain"), "domain").Definition;
        CpuDefinition? on = host == 0 ? null : Given.Cpu(host, "host").Definition;
        VmxCpu made = VmxCpuid.For(guest.Cpu ?? new CpuDefinition(), (VmxSyntax)syntax, on, Given.Map(map));
        Returned.Write(made.Format(), text, textLength);
        WriteNotes(made.Lost, notes);
        return CpuAnswer.Yes;
    });

    // A definition without an architecture is that of a guest, which runs here.
    private static QemuHost HostOf(NativeCpu host, CpuArchitecture arch) => QemuHost.Of(
        host.Source, host.Source.Arch == CpuArchitecture.None ? arch : CpuArchitecture.None, host.Map);

    private static void PrepareNotes(byte** notes)
    {
        if (notes is not null)
        {
            *notes = null;
        }
    }

    private static void WriteNotes(IEnumerable<string> lines, byte** notes)
    {
        if (notes is not null)
        {
            Returned.Write(Returned.Lines(lines), notes, length: null);
        }
    }
}
