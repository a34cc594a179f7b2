using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86.Evidence;
using NVirt.Xml;

namespace NVirt.Qemu.Replies;

/// <summary>
/// QEMU's host or max model: a reply to query-cpu-model-expansion, alone or in a recording. It says whether the features that it names are
/// on or off, and nothing about others.
/// </summary>
public static class QmpDump
{
    /// <summary>The format, for <see cref="CpuReader"/>.</summary>
    public static DumpForm Form { get; } = new("QMP replies", Looks, Read);

    private const string TargetCommand = "query-target";

    private static readonly string[] Keys = [.. QemuRecording.Accelerators, "expansion", "return", "execute", "QMP"];

    /// <summary>Whether the first object has a member that replies and recordings have.</summary>
    private static bool Looks(DumpText text) => Keys.Any(text.JsonKeys.Contains);

    /// <summary>The processor that QEMU provides.</summary>
    /// <exception cref="CpuException">Too large, malformed, or without an expansion (xml); the message has file, line and
    /// column.</exception>
    private static IReadOnlyList<DumpedCpu> Read(DumpText text, CpuMap map)
    {
        string json = text.StrictString;
        QemuReplies replies = QemuReplies.Parse(json, text.File);
        CpuArchitecture arch = JsonText.Read(json, text.File, CpuException.Of, Target);
        if (arch is not CpuArchitecture.None && !arch.IsX86())
        {
            return [new DumpedCpu(arch, null)];
        }

        string[] told = [
            .. replies.Properties.Where(p => p.Value is bool).Select(p => QemuNames.ToMap(p.Name)).Where(n => map.X86.FindFeature(n) >= 0)];
        return told.Length == 0
            ? throw DumpLimits.Malformed(Text.Of(Messages.Probe_NoExpansion, text.File, QemuReplyInterpreter.ExpansionCommand))
            : [new DumpedCpu(CpuArchitecture.X86_64, QemuModelData.Of(CpuDriver.For(CpuArchitecture.X86_64, map), replies)) { Coverage =
                X86Coverage.OfFeatures(told) }];
    }

    private static CpuArchitecture Target(JsonText source)
    {
        QemuRecording? recording = QemuRecording.Find(source);
        JsonElement? reply = recording?.Sessions.SelectMany(recording.Session).FirstOrDefault(e => e.Command == TargetCommand)?.Return;
        string? name = JsonText.StringOf(reply, "arch");
        return name == "i386" ? CpuArchitecture.I686 : CpuArchitectures.TryParse(name, out CpuArchitecture arch) ? arch
            : CpuArchitecture.None;
    }
}
