using System.Globalization;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using CpuText = NVirt.Xml.Text;

namespace NVirt.Cli.Output.Domains;

/// <summary>The facts of a domain, in the form of <c>virsh dominfo</c>.</summary>
internal static class DomainFacts
{
    private const int TitleWidth = 15;

    public static void Write(Session session, DomainSummary domain, DomainDefinition definition, TimeSpan? cpuTime)
    {
        Line(Messages.Title_Id, domain.Id is { } id ? Number(id) : "-");
        Line(Messages.Title_Name, domain.Name);
        Line(Messages.Title_Uuid, domain.Uuid.ToString("D"));
        Line(Messages.Title_OsType, definition.Os.Type);
        Line(Messages.Title_State, DomainTable.Of(domain.State));
        Line(Messages.Title_Reason, DomainReasons.Of(domain));
        Line(Messages.Title_Cpus, Number(definition.Vcpus.Current));
        Line(Messages.Title_CpuTime, cpuTime is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s") : null);
        Line(Messages.Title_MaxMemory, KiB(definition.Memory.TotalKiB));
        Line(Messages.Title_UsedMemory, KiB(definition.Memory.CurrentKiB ?? definition.Memory.TotalKiB));
        Line(Messages.Title_Persistent, domain.IsPersistent ? Messages.Word_Yes : Messages.Word_No);
        Line(Messages.Title_CpuModel, definition.Cpu?.Model ?? (definition.Cpu?.Mode is { } mode ? NVirt.Cpu.CpuWords.Of(mode) : null));
        Line(Messages.Title_Process, domain.ProcessId is { } process ? Number((uint)process) : null);

        void Line(string title, string? value)
        {
            if (value is not null)
            {
                session.Out.Write($"{(title + ":").PadRight(TitleWidth)} {CpuText.OnOneLine(value)}\n");
            }
        }
    }

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? KiB(ulong? amount) => amount is { } kib ? string.Create(CultureInfo.InvariantCulture, $"{kib} KiB") : null;
}
