namespace NVirt.Fleet.Server.Settings;

/// <summary>The program's name and version, as frozen baselines and answers have it.</summary>
internal static class ProgramVersion
{
    /// <summary>Such as <c>nvirt 0.2.0</c>.</summary>
    public static string Name { get; } = $"nvirt {typeof(ProgramVersion).Assembly.GetName().Version?.ToString(3)}";
}
