namespace NVirt.Fleet.Server.Store;

/// <summary>A class of CPUs that is not known yet. Immutable.</summary>
/// <param name="Key">What makes it a class: NVirt.Fleet's StatementKey. Equality is by the whole text, never by its digest alone.</param>
/// <param name="Document">The document that tells of it, by SHA-256; it is kept as long as the class.</param>
/// <param name="DocumentGzip">That document, by gzip.</param>
/// <param name="Place">The place of the statement among those of the document, from 0.</param>
internal sealed record NewClass(string Key, string Document, byte[] DocumentGzip, int Place);

/// <summary>A class of CPUs as it is kept. Immutable.</summary>
/// <param name="Id">Its number, from 1.</param>
/// <param name="Key">What makes it a class.</param>
/// <param name="Document">The document that tells of it, by SHA-256.</param>
/// <param name="Place">The place of the statement among those of the document, from 0.</param>
internal sealed record StoredClass(long Id, string Key, string Document, int Place);
