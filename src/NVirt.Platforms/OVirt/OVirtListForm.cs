using NVirt.Cpu;
using NVirt.Platforms.Qemu;
using NVirt.Xml;

namespace NVirt.Platforms.OVirt;

/// <summary>
/// ServerCPUList of the engine: what guests get of each type, a type a statement (formats.md 8). Types of other architectures, and those
/// with a feature that QEMU does not have, are told and left out: no guest starts with them.
/// </summary>
internal static class OVirtListForm
{
    public static PlatformForm Form { get; } = PlatformForm.Named("ovirt-cpu-list", Read);

    private static List<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        (List<OVirtCpuType> types, int dropped) = OVirtCpuList.Read(text.All);
        List<CpuStatement> statements = [];
        List<StatementRemark> remarks = [];
        if (dropped > 0)
        {
            remarks.Add(new StatementRemark(StatementRemarkKind.NotKept, Text.Of("{0} x LEVEL:NAME:FLAGS:VERB:ARCH", dropped)));
        }

        foreach (OVirtCpuType type in types)
        {
            if (type.Arch != "x86_64" || OVirtCpuList.UnknownNames(type, options.TheMap).Count > 0)
            {
                remarks.Add(new StatementRemark(StatementRemarkKind.NotKept, type.Name));
                continue;
            }

            StatementBuilder statement = new QemuCpuText(text, options, 1, 1).Read(type.Verb, takesVerbs: true);
            statement.Name = type.Name;
            statements.Add(statement.Build(Form.Id));
        }

        return statements.Count == 0 ? throw text.Refuse(1, 1, Text.Of(Messages.Read_Expected, "LEVEL:NAME:FLAGS:VERB:ARCH;..."))
            : [statements[0] with { Remarks = [.. statements[0].Remarks, .. remarks] }, .. statements.Skip(1)];
    }
}
