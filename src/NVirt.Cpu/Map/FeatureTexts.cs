using System.Resources;

namespace NVirt.Cpu.Map;

/// <summary>Descriptions of features and groups, from FeatureTexts.resx.</summary>
internal static class FeatureTexts
{
    private static readonly ResourceManager Texts = new("NVirt.Cpu.Map.FeatureTexts", typeof(FeatureTexts).Assembly);

    public static string Describe(string feature) => Texts.GetString(feature, Messages.Culture) ?? string.Empty;

    public static string GroupTitle(string group) => Texts.GetString("group." + group, Messages.Culture) ?? group;
}
