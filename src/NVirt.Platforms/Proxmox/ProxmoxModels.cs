using NVirt.Platforms.Facts;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Proxmox;

/// <summary>Reads /etc/pve/virtual-guest/cpu-models.conf: custom models, which a VM names with <c>custom-</c> in front.</summary>
internal static class ProxmoxModels
{
    private const string Header = "cpu-model:";
    private const string Custom = "custom-";

    public static PlatformForm Form { get; } = new(
        "proxmox-custom",
        static t => t.IsJson ? ListOf(t).Any(m => m.Has("cputype") && IsCustom(m)) : !t.IsXml && t.HasKey("cpu-model"), Read);

    /// <summary>What the API answers: one model, or a list of them.</summary>
    private static IReadOnlyList<TreeNode> ListOf(PlatformText text) =>
        (text.Json.Find("data") ?? text.Json) is { IsMap: true } one ? [one] : (text.Json.Find("data") ?? text.Json).Items;

    private static bool IsCustom(TreeNode model) => model.Has("reported-model") || model.Has("flags") || model.Has("phys-bits")
        || model.TextOf("cputype")!.StartsWith(Custom, StringComparison.Ordinal);

    private static ProxmoxCpu OfJson(PlatformText text, TreeNode model)
    {
        string name = model.TextOf("cputype") ?? throw text.Refuse(model, Text.Of(Messages.Read_Missing, "cputype"));
        ProxmoxCpu cpu = new()
        {
            Type = name.StartsWith(Custom, StringComparison.Ordinal) ? name[Custom.Length..] : name,
            Line = text.PlaceOf(model).Line,
        };
        foreach ((string key, TreeNode value) in model.Members.Where(m => m.Key is not ("cputype" or "digest") && m.Value.IsScalar))
        {
            Position at = text.PlaceOf(value);
            string setting = value.Kind == TreeKind.Switch ? value.Text == "true" ? "1" : "0" : value.Text;
            cpu = ProxmoxSettings.Take(text, cpu, key, setting, at.Line, at.Column, isVm: false);
        }

        return cpu;
    }

    /// <summary>The models in their order.</summary>
    public static List<ProxmoxCpu> ReadAll(PlatformText text)
    {
        if (text.IsJson)
        {
            return [.. ListOf(text).Select(m => OfJson(text, m))];
        }

        List<ProxmoxCpu> models = [];
        ProxmoxCpu? open = null;
        HashSet<string> keys = new(StringComparer.Ordinal);
        int number = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.TrimEnd();
            string content = line.TrimStart();
            if (content.Length == 0)
            {
                Close();
            }
            else if (content[0] == '#')
            {
                continue;
            }
            else if (line.StartsWith(Header, StringComparison.Ordinal))
            {
                Close();
                string name = line[Header.Length..].Trim();
                open = name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                    ? new ProxmoxCpu { Type = name, Line = number }
                    : throw text.Refuse(number, Header.Length + 1, Text.Of(Messages.Read_Expected, "cpu-model: NAME"));
                keys.Clear();
                if (models.Exists(m => m.Type == name))
                {
                    throw text.Refuse(number, Header.Length + 2, Text.Of(Messages.Read_Twice, DocumentErrors.Quote(name)));
                }
            }
            else if (open is not null && line[0] is ' ' or '\t')
            {
                int end = content.AsSpan().IndexOfAny(' ', '\t');
                string key = end < 0 ? content : content[..end];
                if (!keys.Add(key))
                {
                    throw text.Refuse(number, 1, Text.Of(Messages.Read_Twice, DocumentErrors.Quote(key)));
                }

                open = ProxmoxSettings.Take(
                    text, open!, key, end < 0 ? string.Empty : content[end..].Trim(), number, line.Length - content.Length + end + 2,
                        isVm: false);
            }
            else
            {
                throw text.Refuse(number, 1, Text.Of(Messages.Read_Expected, "cpu-model: NAME"));
            }
        }

        Close();
        return models;

        void Close()
        {
            if (open is not null)
            {
                models.Add(open);
                open = null;
            }
        }
    }

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        List<ProxmoxCpu> models = ReadAll(text);
        return models.Count == 0 ? throw text.Refuse(1, 1, Text.Of(Messages.Read_Missing, Header))
            : [.. models.Select(m => ProxmoxStatements.OfModel(text, options, m))];
    }
}
