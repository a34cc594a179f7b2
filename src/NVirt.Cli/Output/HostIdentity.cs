using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu.Judging;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>
/// What an x86 processor is, what keeps it from the model one would expect, and where the kernel sees another one: for the page about a
/// host and its JSON form.
/// </summary>
internal static class HostIdentity
{
    // Of VMX there are about a hundred features; more than these are told as one.
    private const int MostOfVmx = 3;
    private const string Vmx = "vmx-";

    /// <summary>The first rows of the page; a text may be empty.</summary>
    public static IEnumerable<string[]> Rows(HostCpu host)
    {
        if (host.Identity is { } identity)
        {
            yield return [Messages.Title_Processor, identity.Brand ?? string.Empty];
            yield return [Messages.Title_Microarchitecture, Microarchitecture(identity)];
        }
    }

    /// <summary>The row behind the model; its text may be empty.</summary>
    public static string[] ExpectedRow(HostCpu host) =>
    [
        Messages.Title_ExpectedModel,
        host.ExpectedModel is { } model ? Text.Of(Messages.Host_ExpectedModel, model.Name, model.Missing.Length, model.Unknown.Length)
            : string.Empty,
    ];

    /// <summary>The parts of the page that stand before the features.</summary>
    public static void Write(Session session, HostCpu host)
    {
        if (host.Reading is X86HostReading { KernelView: { Differs: true } view } reading)
        {
            string places = string.Join(", ", reading.Sources.Where(s => view.Sources.Contains(s.Kind)).Select(s => s.Place));
            Tables.Heading(session, Text.Of(Messages.Host_KernelDiffers, places));
            Tables.Write(
                session,
                titles: null,
                [.. Features(session, view.OnlyKernel, Messages.Host_OnlyKernel),
                    .. Features(session, view.OnlyInstruction, Messages.Host_OnlyInstruction)]);
        }

        if (host.ExpectedModel is { } model)
        {
            Tables.Heading(session, Text.Of(Messages.Host_KeepsAway, model.Name));
            Tables.Write(
                session, titles: null,
                    [.. Features(session, model.Missing, Messages.Host_Missing),
                        .. Features(session, model.Unknown, Messages.Host_NotRead)]);
        }
    }

    /// <summary>Adds the same to the JSON form.</summary>
    public static void AddTo(Session session, JsonObject json, HostCpu host)
    {
        if (host.Identity is { } identity)
        {
            JsonObject processor = [];
            CpuJson.Set(processor, "brand", identity.Brand);
            CpuJson.Set(processor, "vendorId", identity.VendorId);
            CpuJson.Set(processor, "microarchitecture", identity.Microarchitecture);
            CpuJson.Set(processor, "codeName", identity.CodeName);
            processor["models"] = CpuJson.Of(identity.Models.AsEnumerable());
            json["identity"] = processor;
        }

        if (host.ExpectedModel is { } model)
        {
            json["expectedModel"] = new JsonObject
            {
                ["name"] = model.Name,
                ["missing"] = Features(session, model.Missing),
                ["unknown"] = Features(session, model.Unknown),
            };
        }

        if (host.Reading is X86HostReading { KernelView: { } view })
        {
            json["kernelView"] = new JsonObject
            {
                ["sources"] = CpuJson.Of(view.Sources.Select(HostJson.Word)),
                ["differs"] = view.Differs,
                ["onlyKernel"] = Features(session, view.OnlyKernel),
                ["onlyInstruction"] = Features(session, view.OnlyInstruction),
            };
        }
    }

    private static string Microarchitecture(X86Identity identity) => identity switch
    {
        { Microarchitecture: { } name, CodeName: { } code } => $"{name} ({code})",
        _ => identity.Microarchitecture ?? string.Empty,
    };

    private static IEnumerable<string[]> Features(Session session, IReadOnlyList<string> names, string what)
    {
        int ofVmx = names.Count(IsOfVmx);
        foreach (string name in names.Where(n => ofVmx <= MostOfVmx || !IsOfVmx(n)))
        {
            yield return ["  " + name, session.Map.FindFeature(name)!.Coordinate, what];
        }

        if (ofVmx > MostOfVmx)
        {
            yield return [$"  {Vmx}*", Text.Of(Messages.Host_Features, ofVmx), what];
        }
    }

    private static bool IsOfVmx(string name) => name.StartsWith(Vmx, StringComparison.Ordinal);

    private static JsonArray Features(Session session, IEnumerable<string> names) =>
        new([.. names.Select(n => new JsonObject { ["name"] = n, ["coordinate"] = session.Map.FindFeature(n)!.Coordinate })]);
}
