namespace NVirt.Platforms;

/// <summary>A writer for one platform.</summary>
/// <param name="Id">Its name, as users give it.</param>
/// <param name="Write">Writes, or refuses what the platform cannot say; what is left out without an effect is told.</param>
internal sealed record PlatformTarget(string Id, Func<PlatformWriteRequest, PlatformOutput> Write);
