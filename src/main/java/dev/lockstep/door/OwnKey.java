package dev.lockstep.door;

import dev.lockstep.keys.MemberKey;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives TLS this member's key and certificate. Java's own key managers need a key store, which
 * encrypts the key in memory: that slows the start of a node and protects nothing.
 */
final class OwnKey extends X509ExtendedKeyManager {
  private static final String ALIAS = "own";

  private final PrivateKey key;
  private final X509Certificate certificate;

  OwnKey(String member, MemberKey key) {
    this.key = key.forSignatures();
    this.certificate = MemberCertificate.of(member, key);
  }

  /** Java asks by key algorithm, once for each that the other end accepts. */
  private String alias(String kind) {
    return key.getAlgorithm().equals(kind) ? ALIAS : null;
  }

  private String alias(String[] kinds) {
    return Arrays.asList(kinds).contains(key.getAlgorithm()) ? ALIAS : null;
  }

  @Override
  public String chooseEngineClientAlias(String[] kinds, Principal[] issuers, SSLEngine engine) {
    return alias(kinds);
  }

  @Override
  public String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
    return alias(kind);
  }

  @Override
  public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
    return alias(kinds);
  }

  @Override
  public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
    return alias(kind);
  }

  @Override
  public String[] getClientAliases(String kind, Principal[] issuers) {
    return aliases(kind);
  }

  @Override
  public String[] getServerAliases(String kind, Principal[] issuers) {
    return aliases(kind);
  }

  private String[] aliases(String kind) {
    return alias(kind) == null ? null : new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return ALIAS.equals(alias) ? new X509Certificate[] {certificate} : null;
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return ALIAS.equals(alias) ? key : null;
  }
}
