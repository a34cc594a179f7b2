using System.Text;
using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms;
using NVirt.Platforms.Kubernetes;
using NVirt.Platforms.Levels;
using NVirt.Platforms.OpenNebula;
using NVirt.Platforms.OVirt;
using NVirt.Platforms.Proxmox;
using NVirt.Platforms.Xen;

namespace NVirt.Conformance;

/// <summary>Questions about single platforms.</summary>
internal static class FleetPlatforms
{
    public static string? ProxmoxArgument(FleetCase item)
    {
        PlatformText text = new(Encoding.UTF8.GetBytes(item.Item.Text("text") ?? string.Empty), "text");
        PlatformText? models = item.Item.Text("models") is { } file
            ? new PlatformText(File.ReadAllBytes(item.Item.PathOf(file)), file) : null;
        ProxmoxVm vm = ProxmoxVm.Read(text, item.Item.Text("ostype") ?? "other", item.Item.Flag("kvm", absent: true));
        string argument = Platforms.Proxmox.ProxmoxArgument.Of(
            text, vm, models is null ? [] : ProxmoxModels.ReadAll(models), item.Item.Text("qemu") is { } qemu ? Version.Parse(qemu) : null);
        return Word(item.Expect, argument);
    }

    public static string? KubeVirtSelectors(FleetCase item)
    {
        PlatformText text = new(File.ReadAllBytes(item.Item.PathOf(item.Item.Text("vmi")!)), "vmi");
        return FleetCase.Difference("selectors", item.Expect.GetProperty("selectors"), KubeScheduling.SelectorsOf(text, text.Documents[0]));
    }

    public static string? KubeVirtMigration(FleetCase item)
    {
        PlatformText text = new(item.Content(item.Item.Json), item.Item.Text("file"));
        KubeNode[] nodes = [.. KubeForm.Resources(text).Select(n => new KubeNode(n))];
        JsonElement guest = item.Of("guest");
        KubeNode target = nodes.Single(n => n.Name == item.Item.Text("target"));
        string? model = FleetCase.TextOf(guest, "model");
        IReadOnlyList<string>? missing = model is null or "host-model"
            ? KubeScheduling.MissingForHostModel(nodes.Single(n => n.Name == FleetCase.TextOf(guest, "startedOn")), target)
            : KubeScheduling.Missing(target, model, guest.TryGetProperty("features", out JsonElement list) ? FleetCase.Names(list) : []);
        if (missing is null)
        {
            return FleetCase.TextOf(item.Expect, "verdict") == "undecided" ? null : "got undecided";
        }

        return item.Expect.TryGetProperty("schedules", out JsonElement schedules) && schedules.GetBoolean() == (missing.Count == 0)
            ? FleetCase.Difference("missing", item.Expect.GetProperty("missing"), missing)
            : $"got {missing.Count} missing: {FleetCase.Sorted(missing)}";
    }

    public static string? OVirtLint(FleetCase item)
    {
        (List<OVirtCpuType> types, _) = OVirtCpuList.Read(Encoding.UTF8.GetString(item.Content(item.Item.Json)));
        (string Name, IReadOnlyList<string> Unknown)[] bad =
            [.. types.Select(t => (t.Name, OVirtCpuList.UnknownNames(t, CpuMap.Default))).Where(t => t.Item2.Count > 0)];
        return FleetCase.Difference("unreachable", item.Expect.GetProperty("unreachable"), bad.Select(b => b.Name))
            ?? FleetCase.Difference("names", item.Expect.GetProperty("names"), bad.SelectMany(b => b.Unknown));
    }

    public static string? OVirtType(FleetCase item)
    {
        string list = item.Item.Text("list") is { } file ? File.ReadAllText(item.Item.PathOf(file))
            : Encoding.UTF8.GetString(item.Content(item.Item.Json));
        IEnumerable<string> flags = item.Of("flags") is { ValueKind: JsonValueKind.Array } names ? FleetCase.Names(names)
            : item.Item.Text("flags")!.Split(',');
        string? type = OVirtCpuList.Best(OVirtCpuList.Read(list).Types, flags.ToHashSet(StringComparer.Ordinal))?.Name;
        return Word(item.Expect.ValueKind == JsonValueKind.Object ? item.Expect.GetProperty("type") : item.Expect, type);
    }

    public static string? OpenNebulaPlace(FleetCase item)
    {
        PlatformText text = new(item.Content(item.Item.Json), "host");
        string[] wanted = item.Item.Text("features")!.Split(',');
        CpuStatement host = PlatformReader.Read(text.Bytes, "host", form: "opennebula-host")[0];
        string[] missing = [.. wanted.Where(w => host.Bits.Has(w) == false)];
        string[] unknown = [.. wanted.Where(w => host.Bits.Has(w) is null)];
        string truth = missing.Length > 0 ? "incompatible" : unknown.Length > 0 ? "undecided" : "superset";
        bool scheduler = OpenNebulaForms.Schedules(OpenNebulaForms.FeaturesOf(text), wanted);
        return scheduler != item.Expect.GetProperty("scheduler").GetBoolean() ? $"the scheduler says {scheduler}"
            : truth != FleetCase.TextOf(item.Expect, "truth")
                && !(truth == "superset" && FleetCase.TextOf(item.Expect, "truth") is "compatible" or "identical")
                ? $"the truth is {truth}"
            : item.Expect.TryGetProperty("missing", out JsonElement list) ? FleetCase.Difference("missing", list, missing) : null;
    }

    public static string? XapiPoolSet(FleetCase item) =>
        Word(item.Expect.GetProperty("features_hvm_host"), XapiPool.Intersect(FleetCase.Names(item.Of("hosts"))));

    public static string? XapiMove(FleetCase item)
    {
        JsonElement vm = item.Of("vm");
        JsonElement host = item.Of("host");
        bool isSame = FleetCase.TextOf(vm, "vendor") == FleetCase.TextOf(host, "vendor");
        IReadOnlyList<string> missing = XapiPool.Missing(
            CpuMap.Default, FleetCase.TextOf(vm, "features")!, FleetCase.TextOf(host, "features_hvm")!) ?? ["?"];
        return item.Expect.GetProperty("compatible").GetBoolean() != (isSame && missing.Count == 0) ? $"missing {FleetCase.Sorted(missing)}"
            : item.Expect.TryGetProperty("missing", out JsonElement list) ? FleetCase.Difference("missing", list, missing) : null;
    }

    public static string? Level(FleetCase item)
    {
        CpuStatement host = item.Statement("host");
        FeatureSet yes = host.Bits.YesSet;
        return Word(item.Expect.GetProperty("level"), LevelTarget.Greatest(host.Bits.Space, yes));
    }

    private static string? Word(JsonElement expected, string? actual) =>
        expected.GetString() == actual ? null : $"expected {expected}, got {actual ?? "nothing"}";
}
