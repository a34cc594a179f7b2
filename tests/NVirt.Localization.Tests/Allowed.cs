namespace NVirt.Localization.Tests;

/// <summary>A text in source code that looks like a message and is none.</summary>
/// <param name="Place">The beginning of the path in src.</param>
/// <param name="Text">The text as <see cref="Prose"/> has it; empty for all of that place.</param>
/// <param name="Because">Why it is none.</param>
internal sealed record Allowed(string Place, string Text, string Because)
{
    public static readonly Allowed[] All =
    [
        new("NVirt.Cpu.MapCompiler/", string.Empty, "what it says is a part of the compiler's output, for those who build; the rest is code that it makes"),
        new("NVirt.Cli/", "nvirt: *", "the name of the tool before a message"),
        new("NVirt.Cli/Commands/CompletionCommand.cs", string.Empty, "scripts for shells"),
        new("NVirt.Cli/Commands/CpuSignatureCommand.cs", "family=* model=* stepping=*\n", "the names of attributes in documents"),
        new("NVirt.Cli/Output/DomainFacts.cs", "* KiB", "a number with its unit"),
        new("NVirt.Cli/Output/DomainEventText.cs", string.Empty, "libvirt's words for events, and the form of a time"),
        new("NVirt.Qemu/Driver/QemuDriverConsole.cs", "pty, unix, file", "a list of values in documents, which is a part of a message"),
        new("NVirt.Qemu/Driver/QemuDriverDomains.cs", string.Empty, "words of the contract"),
        new("NVirt.Qemu/Guests/GuestLauncher.cs", string.Empty, "a script for the shell"),
        new("NVirt.Qemu/Guests/GuestMonitor.cs", "QEMU *", "the name of the hypervisor with its version"),
        new("NVirt.Qemu/State/RunRecordJson.cs", string.Empty, "the names of members of a file"),
        new("NVirt.Cpu/Probe/Dumps/DumpForms.cs", string.Empty, "names of programs and files"),
        new("NVirt.Cpu/NameHintText.cs", "Proxmox VE", "a name"),
        new("NVirt.Cpu/Probe/ArmParts.cs", "implementer 0x*, part 0x*", "the numbers of a processor, as Linux names them"),
        new("NVirt.Cpu/Probe/ArmParts.cs", "* (part 0x*)", "the name of a processor with its number"),
        new("NVirt.Cpu/Probe/Dumps/OtherForms.cs", string.Empty, "texts of other programs, by which their output is told"),
        new("NVirt.Cpu/Probe/Dumps/DumpForms.cs", string.Empty, "names of forms of dumps"),
        new("NVirt.Cpu/Probe/Dumps/Registers/", string.Empty, "names of forms of dumps, and what stands in them"),
        new("NVirt.Cpu/Map/X86Register.cs", "MSR *H[*]", "the place of a bit, as manuals write it"),
        new("NVirt.Cpu/X86/UpdateLive.cs", "MSR *H", "the number of a register, as manuals write it"),
        new("NVirt.Xen/LibxlNames.cs", string.Empty, "a table of names of features"),
        new("NVirt.VMware/VmxFeatureMask.cs", string.Empty, "a table of names of features"),
        new("NVirt.RelaxNg/DataTypes/Expressions/UnicodeBlocks.cs", string.Empty, "a table of names of blocks"),
        new("NVirt.RelaxNg/Schemas/Restrictions.cs", "attribute *", "a pattern as schemas write it"),
        new("NVirt.RelaxNg/Schemas/Restrictions.cs", "element *", "a pattern as schemas write it"),
        new("NVirt.RelaxNg/Input/XmlInput.cs", " Line *, position *.", "a part of .NET's own messages, to be taken out of them"),
        new("NVirt.Qemu/CommandLine/Devices/", string.Empty, "the names of elements and attributes, and lists of their values, which are parts of a message"),
        .. new[]
        {
            "Address Sizes", "CPU Family", "CPU implementer", "CPU part", "Model Name", "address sizes", "cpu family", "hart isa", "model name", "system type",
        }.Select(name => new Allowed("NVirt.Cpu/Probe/", name, "a name in /proc/cpuinfo")),
    ];

    public bool Covers(string path, Prose prose) => path.StartsWith(Place, StringComparison.Ordinal) && (Text.Length == 0 || Text == prose.Value);
}
