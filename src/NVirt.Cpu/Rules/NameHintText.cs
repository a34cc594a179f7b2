using NVirt.Cpu.Map;
using NVirt.Xml;

namespace NVirt.Cpu.Rules;

/// <summary>Puts what is known about an unknown name into words.</summary>
internal static class NameHintText
{
    public static string Describe(NameHint hint)
    {
        string word = DocumentErrors.Quote(hint.Word);
        return hint.Kind switch
        {
            NameHintKind.Misspelt => Text.Of(Messages.Hint_Meant, MistakeText.AnyOf(hint.Names)),
            NameHintKind.Model => Text.Of(Messages.Hint_Model, word),
            NameHintKind.Feature => Text.Of(Messages.Hint_Feature, word),
            NameHintKind.OtherArchitecture => Text.Of(Messages.Hint_OtherArchitecture, word, hint.Names[0]),
            _ => Describe(hint, hint.Foreign!, word),
        };
    }

    private static string Describe(NameHint hint, ForeignWord foreign, string word)
    {
        string whose = Whose(foreign.Whose, word);
        return foreign.Sense switch
        {
            ForeignSense.All => Text.Of(Messages.Hint_Same, whose, All(hint.Names)),
            ForeignSense.OneOf => Text.Of(Messages.Hint_Same, whose, MistakeText.AnyOf(hint.Names)),
            ForeignSense.Near => Text.Of(Messages.Hint_Near, word, hint.Names[0]),
            ForeignSense.Level => Text.Of(Messages.Hint_Level, word, string.Join(", ", hint.Labels)),
            ForeignSense.Mode => Text.Of(Messages.Hint_Mode, whose, hint.Names[0]),
            ForeignSense.Unnamed => Text.Of(Messages.Hint_Unnamed, whose),
            ForeignSense.Own => Text.Of(Messages.Hint_Own, whose),
            _ => Text.Of(Messages.Hint_Made, whose),
        };
    }

    // "Linux's ibrs"; a word used by everyone has no owner.
    private static string Whose(string origin, string word) => origin switch
    {
        "linux" => Text.Of(Messages.Hint_Whose, "Linux", word),
        "qemu" => Text.Of(Messages.Hint_Whose, "QEMU", word),
        "proxmox" => Text.Of(Messages.Hint_Whose, "Proxmox VE", word),
        "libcpuinfo" => Text.Of(Messages.Hint_Whose, "libcpuinfo", word),
        _ => word,
    };

    private static string All(IReadOnlyList<string> names) => names.Count == 1
        ? names[0]
        : Text.Of(Messages.Hint_And, string.Join(", ", names.Take(names.Count - 1)), names[^1]);
}
